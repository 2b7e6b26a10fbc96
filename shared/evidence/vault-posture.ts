import * as z from 'zod';
import { EstateFinding } from '../posture/estate-finding';
import { vaultPlace } from '../posture/vault-view';
import type { VaultPosture, VaultPostures } from '../world';
import type { Rows } from './rows';

export const VaultPostureRow = z.object({
  vault: z.string(),
  findings: z.array(EstateFinding),
  asOf: z.iso.datetime(),
}) satisfies z.ZodType<VaultPosture>;

const partition = 'vaults';

/** One row per vault. */
export const vaultPostureStore = (rows: Rows<VaultPosture>): VaultPostures => ({
  put: (posture) => rows.put({ partition, row: vaultPlace(posture.vault) }, posture),
  get: async (vault) => (await rows.get({ partition, row: vaultPlace(vault) }))?.value,
});
