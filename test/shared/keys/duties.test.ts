import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Authorise } from '../../../local/key-vault/settings';
import { emulatedVault, identityOf } from './emulated-vaults';

const Rights = z.object({ byDuty: z.record(z.string(), z.array(z.string())) });
const { keyVault, managedHsm } = z
  .object({ keyVault: Rights, managedHsm: Rights })
  .parse(JSON.parse(readFileSync('infra/generated/rights.json', 'utf8')));

/** Identities by their tokens, with exactly the roles that the templates give them. */
const asGranted =
  ({ byDuty }: z.infer<typeof Rights>, refused: string[]): Authorise =>
  async (token, { dataAction }) => {
    const duties = token === 'token' ? ['rotate', 'open'] : [token];
    if (duties.some((duty) => byDuty[duty]?.includes(dataAction))) return 'ok';
    refused.push(`${token}: ${dataAction}`);
    return { status: 403, code: 'ForbiddenByRbac', message: 'Caller is not authorized.' };
  };

describe.each([
  ['vault', 'standard', 'RSA', keyVault],
  ['Managed HSM', 'managed-hsm', 'RSA-HSM', managedHsm],
] as const)('identities apart by duty, in a %s', (_, flavour, kty, rights) => {
  const apart = { retire: identityOf('retire'), backUp: identityOf('backUp') };

  it('R11b: each does its own with the rights of its duty and no others', async () => {
    const refused: string[] = [];
    const estate = emulatedVault({ flavour, duties: apart, authorise: asGranted(rights, refused) });
    const [from = ''] = await estate.vault.seedKey({ name: 'ledger', kty });
    const key = estate.url('ledger');
    const [model] = await estate.keys.versions(key);
    if (!model) throw new Error('Expected the version that was seeded.');
    const { version: to } = await estate.keys.createLike(model, { tags: {} });
    await estate.keys.nativePolicy(key);
    await estate.keys.prove(key, { from, to });
    await estate.keys.backUp(key);
    await estate.keys.disable(key, from);
    await estate.keys.enable(key, from);
    expect(refused).toEqual([]);
  });

  it('R11b: what rotates can neither disable a version nor back a key up', async () => {
    const refused: string[] = [];
    const estate = emulatedVault({ flavour, authorise: asGranted(rights, refused) });
    const [version = ''] = await estate.vault.seedKey({ name: 'ledger', kty });
    await expect(estate.keys.disable(estate.url('ledger'), version)).rejects.toThrow();
    await expect(estate.keys.backUp(estate.url('ledger'))).rejects.toThrow();
    expect(refused).toHaveLength(2);
  });
});
