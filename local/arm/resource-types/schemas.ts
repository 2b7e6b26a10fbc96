import * as z from 'zod';

/** A key identifier with or without a version. */
export const KeyUri = z.string().regex(/^https:\/\/[^/]+\/keys\/[^/]+(\/[^/]*)?\/?$/i, 'Expected a key identifier');

export const VaultUri = z.string().regex(/^https:\/\/[^/]+\/?$/i, 'Expected the address of a vault');

/** What every tracked resource takes beside its properties. */
export const trackedFields = {
  tags: z.record(z.string(), z.string()).optional(),
  identity: z
    .strictObject({
      type: z.enum([
        'None',
        'SystemAssigned',
        'UserAssigned',
        'SystemAssigned, UserAssigned',
        'SystemAssigned,UserAssigned',
      ]),
      userAssignedIdentities: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
};

/** Names that a service knows and that say nothing of keys: taken, whatever they hold. */
export const known = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));

/**
 * What a full-object PUT may repeat of an answer to GET without changing it: Azure asks of every service that it takes
 * back what it has shown. @param properties the type's own read-only ones
 */
export const echoed = (...properties: readonly string[]): readonly string[] => [
  'id',
  'name',
  'type',
  'systemData',
  'etag',
  'eTag',
  'identity.principalId',
  'identity.tenantId',
  ...properties.map((name) => `properties.${name}`),
];
