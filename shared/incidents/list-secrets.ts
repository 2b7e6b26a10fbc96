import * as z from 'zod';
import { messageOf } from '../errors';
import type { VaultSecret } from '../posture/vault-view';
import type { World } from '../world';
import { certificateInWords } from './secrets-in-words';

/** Secrets of one vault that an incident may be about, each with what a person does about it. */
export const SecretsOfVault = z.object({
  vault: z.string(),
  secrets: z.array(z.object({ id: z.string(), todo: z.string() })),
  unseen: z.string().optional().describe('Why they, or some of them, are not listed'),
});
export type SecretsOfVault = z.infer<typeof SecretsOfVault>;

const readAgainAfterMs = 5 * 60_000;

/** More of one vault are counted. */
const mostOfVault = 200;

/** Every secret beside the keys of an incident, by name: whoever reached the keys may have read them. Their values are never read. */
export const listSecrets = (
  world: Pick<World, 'vaults' | 'policy' | 'now'>,
  vaults: readonly string[],
): Promise<SecretsOfVault[]> => Promise.all(vaults.map((vault) => secretsOf(world, vault)));

async function secretsOf(
  { vaults, policy, now }: Pick<World, 'vaults' | 'policy' | 'now'>,
  vault: string,
): Promise<SecretsOfVault> {
  const { scope } = await policy();
  const notOlderThan = new Date(now().getTime() - readAgainAfterMs);
  const found = await vaults
    .secrets(vault, scope, notOlderThan)
    .catch((error: unknown) => ({ failed: messageOf(error) }));
  if (found === undefined) return { vault, secrets: [], unseen: 'Azure Resource Manager does not show the vault' };
  if ('failed' in found) return { vault, secrets: [], unseen: found.failed };
  const more = found.length - mostOfVault;
  return {
    vault,
    secrets: found
      .slice(0, mostOfVault)
      .map((secret) => ({ id: `${vault}/secrets/${secret.name}`, todo: todoOf(secret) })),
    ...(more > 0 && { unseen: `${more} more` }),
  };
}

const todoOf = ({ ofCertificate }: VaultSecret): string =>
  ofCertificate
    ? certificateInWords
    : 'If the thief could read it: have it issued anew where it comes from, store the new value, have what uses it read it again, then end the old one where it was issued.';
