import * as z from 'zod';
import { KeyUrl, VersionId } from '../keys/key-url';

/** Why a key is to be rotated. */
export const Cause = z.enum([
  'near-expiry',
  'expired',
  'schedule',
  'manual',
  'compromise',
  'departure',
  'foreign-version',
  'drill',
]);
export type Cause = z.infer<typeof Cause>;

/** Emergencies skip windows and approvals, and get a version of their own when the running rotation has already made one. */
export const isEmergency = (cause: Cause): boolean => cause === 'compromise';

/** A wish to rotate a key. Written before anything is started, so that none is lost; its id makes repeats the same wish. */
export const RotationRequest = z.object({
  id: z.string().min(8).describe("The key's id, a dash, and what makes a repeated wish the same one"),
  key: KeyUrl,
  cause: Cause,
  reason: z.string().max(500),
  requestedBy: z.string().describe('Name of a person or of the part of Rewrap that asked'),
  requestedAt: z.iso.datetime(),
  incidentId: z.string().optional(),
  version: VersionId.optional().describe('The version that an event spoke of'),
  toCurrent: z
    .boolean()
    .optional()
    .describe('No version is made: what is not on the current one is moved to it, such as after drift'),
  newDataKeys: z
    .boolean()
    .optional()
    .describe('Data keys are suspect too: stores of applications encrypt their data again'),
  outsideWindows: z
    .boolean()
    .optional()
    .describe('It begins at once, whatever windows and freezes say; approvals hold'),
  cleanVault: z.string().optional().describe('The key may have left its vault: a new key in this one takes its place'),
});
export type RotationRequest = z.infer<typeof RotationRequest>;

/** Since when data keys are to be new, if one of the requests wants that: made earlier, they may be known to others. */
export const newDataKeysSince = (requests: readonly RotationRequest[]): { newDataKeysSince?: string } => {
  const since = requests.flatMap(({ newDataKeys, requestedAt }) => (newDataKeys ? [requestedAt] : [])).toSorted();
  const latest = since.at(-1);
  return latest === undefined ? {} : { newDataKeysSince: latest };
};

/** The vault in which a new key is to take the place of this one, if one of the requests wants that; the latest counts. */
export const cleanVaultOf = (requests: readonly RotationRequest[]): string | undefined =>
  requests
    .filter(({ cleanVault }) => cleanVault)
    .toSorted((a, b) => a.requestedAt.localeCompare(b.requestedAt))
    .at(-1)?.cleanVault;
