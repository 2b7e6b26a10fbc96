import { armDependent } from './arm-dependent';

const settings = 'properties.encryptionSettings';

/**
 * HPC Cache. It follows by a flag, and a follower can only be assumed. Key, version and vault may be changed, but the reference
 * needs the vault's resource id, so it can be in no Managed HSM. Source: npm @azure/arm-storagecache 7.0.0,
 * CacheEncryptionSettings, api-version 2023-05-01; azure-docs hpc-cache/customer-keys.
 */
export const hpcCache = armDependent({
  type: 'Microsoft.StorageCache/caches',
  apiVersion: '2023-05-01',
  references: [
    {
      where: { style: 'uri', path: `${settings}.keyEncryptionKey.keyUrl` },
      vault: `${settings}.keyEncryptionKey.sourceVault`,
      follows: { flag: `${settings}.rotationToLatestKeyVersionEnabled`, silent: true, within: { hours: 24 } },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: [`${settings}.keyEncryptionKey.sourceVault`, `${settings}.rotationToLatestKeyVersionEnabled`],
    },
  ],
  managedHsm: 'no',
  keepsOldVersionFor: [],
  unverified: [
    'how soon one that follows does; 24 hours is the longest that any service documents',
    'whether the reference shows the version in use of one that follows',
  ],
  rights: ['Microsoft.StorageCache/caches/read', 'Microsoft.StorageCache/caches/write'],
});
