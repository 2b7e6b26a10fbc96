import * as z from 'zod';
import { VaultUrl } from './notations';

/** A clean vault in which a new key takes the place of one that may have left its vault. */
export const Standby = z.strictObject({
  vault: VaultUrl.describe(
    'Also one of scope.vaults; the identities of the dependents need their rights in it beforehand',
  ),
  regions: z
    .array(z.string().min(1).toLowerCase())
    .nonempty()
    .optional()
    .describe('Regions, such as westeurope, of the vaults that it stands in for; absent: all'),
  classes: z.array(z.string().min(1)).nonempty().optional().describe('Classes of keys; absent: all'),
});
export type Standby = z.infer<typeof Standby>;

/** What a standby vault is looked for by. A region that nobody knows fits no entry that names some. */
export interface Fugitive {
  readonly vault: string;
  readonly region?: string | undefined;
  readonly class?: string | undefined;
}

/** The first entry that fits. A vault never stands in for itself. */
export const standbyFor = (entries: readonly Standby[], { vault, region, class: name }: Fugitive): string | undefined =>
  entries.find(
    (entry) =>
      entry.vault !== vault &&
      (entry.regions?.includes(region ?? '') ?? true) &&
      (entry.classes?.includes(name ?? '') ?? true),
  )?.vault;
