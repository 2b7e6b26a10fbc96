import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Azure Managed Redis, Redis Enterprise. Its identifier always has a version, its identity is a user-assigned one. Source:
 * bicep-types-az, Microsoft.Cache/redisEnterprise 2025-07-01.
 */
export const redisEnterprise: ResourceType = {
  type: 'Microsoft.Cache/redisEnterprise',
  apiVersion: '2025-07-01',
  inGraph: true,
  defaults: {
    fields: { sku: { name: 'Balanced_B10' } },
    properties: { provisioningState: 'Succeeded', resourceState: 'Running' },
  },
  references: [{ style: 'uri', path: 'encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl' }],
  version: 'required',
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('sku'),
        properties: z
          .strictObject({
            ...known('minimumTlsVersion', 'highAvailability', 'publicNetworkAccess', 'maintenanceConfiguration'),
            encryption: z
              .strictObject({
                customerManagedKeyEncryption: z
                  .strictObject({
                    keyEncryptionKeyUrl: KeyUri.optional(),
                    keyEncryptionKeyIdentity: z
                      .strictObject({
                        identityType: z.literal('userAssignedIdentity').optional(),
                        userAssignedIdentityResourceId: z.string().optional(),
                      })
                      .optional(),
                  })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
