import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { customerKey, customerKeyEncryption } from './customer-key-encryption';
import { known, trackedFields } from './schemas';

/**
 * Azure DocumentDB cluster. It follows without a version; how soon is not documented, an hour is assumed. Its identity is a
 * user-assigned one. Source: npm @azure/arm-mongocluster 1.1, MongoClusterUpdate.
 */
export const mongoCluster: ResourceType = {
  type: 'Microsoft.DocumentDB/mongoClusters',
  apiVersion: '2025-09-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', clusterStatus: 'Ready' } },
  references: [customerKey],
  version: 'optional',
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            ...known('administrator', 'serverVersion', 'publicNetworkAccess', 'highAvailability', 'storage'),
            ...known('sharding', 'compute', 'backup', 'dataApi', 'previewFeatures', 'authConfig'),
            encryption: z
              .strictObject({
                customerManagedKeyEncryption: customerKeyEncryption('UserAssignedIdentity').optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
