import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri } from './schemas';

/**
 * SQL database with a key of its own, which the server's protector then leaves alone. Its identity is a user-assigned one.
 * Further keys are merged into those that are there, and are shown when they are expanded only; both are assumed, and
 * so are the lag, which is that of the server, and that Resource Graph shows the protector. Source: Microsoft.Sql
 * 2023-08-01.
 */
export const sqlDatabase: ResourceType = {
  type: 'Microsoft.Sql/servers/databases',
  apiVersion: '2023-08-01',
  inGraph: true,
  defaults: {
    fields: { kind: 'v12.0,user', sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 } },
    properties: { status: 'Online' },
  },
  references: [{ style: 'uri', path: 'encryptionProtector', followsIf: 'encryptionProtectorAutoRotation' }],
  version: 'required',
  follows: { withinMinutes: 60 },
  shows: { identifier: 'encryptionProtector' },
  expands: ['keys'],
  refusals: { missingKey: 'AzureKeyVaultKeyNotFound', disabledKey: 'AzureKeyVaultKeyDisabled' },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        tags: z.record(z.string(), z.string()).optional(),
        ...known('sku'),
        identity: z
          .strictObject({
            type: z.enum(['None', 'UserAssigned']),
            userAssignedIdentities: z.record(z.string(), z.unknown()).optional(),
          })
          .optional(),
        properties: z
          .strictObject({
            ...known('collation', 'elasticPoolId', 'licenseType', 'maxSizeBytes', 'minCapacity', 'readScale'),
            ...known('zoneRedundant', 'autoPauseDelay', 'highAvailabilityReplicaCount', 'maintenanceConfigurationId'),
            ...known('requestedBackupStorageRedundancy', 'preferredEnclaveType', 'performCutover', 'manualCutover'),
            encryptionProtector: KeyUri.optional(),
            encryptionProtectorAutoRotation: z.boolean().optional(),
            federatedClientId: z.string().optional(),
            keys: z.record(KeyUri, z.strictObject({})).optional(),
          })
          .optional(),
      }),
    },
  },
};
