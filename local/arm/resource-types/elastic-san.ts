import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

/** Elastic SAN. Its volume groups are resources below it, each with a key of its own. */
export const elasticSan: ResourceType = {
  type: 'Microsoft.ElasticSan/elasticSans',
  apiVersion: '2025-09-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  writes: {},
};

const keys = 'encryptionProperties.keyVaultProperties';

/**
 * Volume group. An empty version follows, looked for once a day, and it tells which one it uses. A PATCH goes on behind an
 * address in `Location`. Source: azure-rest-api-specs, ElasticSan.Management/VolumeGroup.tsp; bicep-types-az,
 * Microsoft.ElasticSan 2025-09-01; azure-docs, elastic-san-encryption-manage-customer-keys.
 */
export const elasticSanVolumeGroup: ResourceType = {
  type: 'Microsoft.ElasticSan/elasticSans/volumegroups',
  apiVersion: '2025-09-01',
  inGraph: false,
  defaults: { properties: { provisioningState: 'Succeeded', protocolType: 'Iscsi' } },
  references: [
    {
      style: 'split',
      vaultUri: `${keys}.keyVaultUri`,
      keyName: `${keys}.keyName`,
      keyVersion: `${keys}.keyVersion`,
    },
  ],
  version: 'optional',
  follows: { withinMinutes: 24 * 60 },
  shows: { identifier: `${keys}.currentVersionedKeyIdentifier`, rotatedAt: `${keys}.lastKeyRotationTimestamp` },
  writes: {
    PATCH: {
      takesTime: true,
      tells: ['location'],
      body: z.strictObject({
        identity: trackedFields.identity,
        properties: z
          .strictObject({
            ...known('protocolType', 'networkAcls', 'enforceDataIntegrityCheckForIscsi'),
            encryption: z
              .enum(['EncryptionAtRestWithPlatformKey', 'EncryptionAtRestWithCustomerManagedKey'])
              .optional(),
            encryptionProperties: z
              .strictObject({
                keyVaultProperties: z
                  .strictObject({
                    keyVaultUri: VaultUri.optional(),
                    keyName: z.string().optional(),
                    keyVersion: z.string().optional(),
                  })
                  .optional(),
                identity: z.strictObject({ userAssignedIdentity: z.string().optional() }).optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
