import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { trackedFields, VaultUri } from './schemas';

const Service = z.strictObject({ enabled: z.boolean().optional(), keyType: z.enum(['Account', 'Service']).optional() });

const Encryption = z.strictObject({
  keySource: z.literal('Microsoft.Keyvault').optional(),
  keyvaultproperties: z
    .strictObject({
      keyvaulturi: VaultUri.optional(),
      keyname: z.string().optional(),
      keyversion: z.string().optional(),
    })
    .optional(),
  identity: z
    .strictObject({ userAssignedIdentity: z.string().optional(), federatedIdentityClientId: z.string().optional() })
    .optional(),
  services: z.partialRecord(z.enum(['blob', 'file', 'queue', 'table']), Service).optional(),
  requireInfrastructureEncryption: z.boolean().optional(),
});

/**
 * Storage account. The key's properties are lower case on the wire, and PATCH answers at once. An empty `keyversion`
 * follows the newest; leaving it out keeps what is there, which is assumed. Source: npm @azure/arm-storage 20 and 21.
 */
export const storageAccount: ResourceType = {
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2025-08-01',
  inGraph: true,
  defaults: {
    fields: { kind: 'StorageV2', sku: { name: 'Standard_LRS', tier: 'Standard' } },
    properties: { provisioningState: 'Succeeded' },
  },
  references: [
    {
      style: 'split',
      vaultUri: 'encryption.keyvaultproperties.keyvaulturi',
      keyName: 'encryption.keyvaultproperties.keyname',
      keyVersion: 'encryption.keyvaultproperties.keyversion',
    },
  ],
  version: 'optional',
  follows: { withinMinutes: 24 * 60 },
  shows: {
    identifier: 'encryption.keyvaultproperties.currentVersionedKeyIdentifier',
    rotatedAt: 'encryption.keyvaultproperties.lastKeyRotationTimestamp',
  },
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        properties: z.strictObject({ encryption: Encryption.optional() }).optional(),
      }),
    },
  },
};
