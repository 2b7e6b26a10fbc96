import * as z from 'zod';
import type { ReferenceShape, Write } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

/** Where a namespace of a messaging service keeps its keys: in a list. */
export const namespaceKeys: ReferenceShape = {
  style: 'split',
  list: 'encryption.keyVaultProperties',
  vaultUri: 'keyVaultUri',
  keyName: 'keyName',
  keyVersion: 'keyVersion',
};

const Key = z.strictObject({
  keyVaultUri: VaultUri,
  keyName: z.string(),
  keyVersion: z.string().optional(),
  identity: z.strictObject({ userAssignedIdentity: z.string().optional() }).optional(),
});

/**
 * The PATCH of such a namespace. The list of one to three keys is replaced as a whole. It is answered with 202 and no
 * address: only `provisioningState` tells when it is over. @param others properties that say nothing of keys
 */
export const patchNamespace = (...others: readonly string[]): Write => ({
  takesTime: true,
  tells: [],
  body: z.strictObject({
    ...trackedFields,
    ...known('location', 'sku'),
    properties: z
      .strictObject({
        ...known(...others, 'privateEndpointConnections', 'disableLocalAuth', 'alternateName', 'publicNetworkAccess'),
        ...known('minimumTlsVersion', 'zoneRedundant'),
        encryption: z
          .strictObject({
            keySource: z.literal('Microsoft.KeyVault').optional(),
            keyVaultProperties: z.array(Key).min(1).max(3).optional(),
            requireInfrastructureEncryption: z.boolean().optional(),
          })
          .optional(),
      })
      .optional(),
  }),
});
