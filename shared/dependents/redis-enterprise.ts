import { armDependent } from './arm-dependent';

/**
 * Azure Managed Redis, or Redis Enterprise. Its reference always names a version. Unverified: that a new version alone is free
 * of the disruption which a change to or from platform keys brings. Source: Microsoft.Cache/redisEnterprise 2025-07-01.
 */
export const redisEnterprise = armDependent({
  type: 'Microsoft.Cache/redisEnterprise',
  apiVersion: '2025-07-01',
  references: [
    { where: { style: 'uri', path: 'properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl' } },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: ['properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyIdentity'],
    },
  ],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['that a new version brings no disruption'],
  rights: ['Microsoft.Cache/redisEnterprise/read', 'Microsoft.Cache/redisEnterprise/write'],
});
