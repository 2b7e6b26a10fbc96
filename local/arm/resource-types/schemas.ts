import * as z from 'zod';

/** A key identifier with or without a version. */
export const KeyUri = z.string().regex(/^https:\/\/[^/]+\/keys\/[^/]+(\/[^/]*)?\/?$/i, 'Expected a key identifier');

export const VaultUri = z.string().regex(/^https:\/\/[^/]+\/?$/i, 'Expected the address of a vault');

/** What every tracked resource takes beside its properties. */
export const trackedFields = {
  tags: z.record(z.string(), z.string()).optional(),
  identity: z
    .strictObject({
      type: z.enum(['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned']),
      userAssignedIdentities: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
};
