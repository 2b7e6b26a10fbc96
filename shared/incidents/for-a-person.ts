import * as z from 'zod';
import type { World } from '../world';
import { containedBy, containSteps } from './contain-steps';
import { listSecrets, SecretsOfVault } from './list-secrets';
import { secretsInWords } from './secrets-in-words';

/** What an incident leaves to a person, of the vaults that it is about. */
export const ForAPerson = z.object({
  contain: z.array(z.object({ vault: z.string(), steps: z.array(z.string()) })).describe('For a person, first of all'),
  containBy: z.string().describe('Whether a person or an identity of Rewrap takes backup rights away'),
  secrets: z.string(),
  secretsInScope: z.array(SecretsOfVault).describe('Secrets beside the keys, by name, and what to do about each'),
});

export const forAPerson = async (
  world: Pick<World, 'vaults' | 'policy' | 'now' | 'rightsTaker'>,
  vaults: readonly string[],
  takesRights: boolean,
): Promise<z.infer<typeof ForAPerson>> => ({
  contain: vaults.map((vault) => ({ vault, steps: containSteps(vault) })),
  containBy: containedBy({ may: world.rightsTaker !== undefined, asked: takesRights }),
  secrets: secretsInWords(vaults),
  secretsInScope: await listSecrets(world, vaults),
});
