import { armDependent } from './arm-dependent';

const key = 'properties.encryptionSettings.keyEncryptionKey';

/**
 * Azure Managed Lustre file system. Its key has no flag to follow new versions, and comes with the vault's resource id, so that
 * it can be in no Managed HSM. Source: npm @azure/arm-storagecache 7.0.0, AmlFilesystemUpdate, api-version 2023-05-01.
 */
export const managedLustre = armDependent({
  type: 'Microsoft.StorageCache/amlFilesystems',
  apiVersion: '2023-05-01',
  references: [{ where: { style: 'uri', path: `${key}.keyUrl` }, vault: `${key}.sourceVault` }],
  writes: [{ method: 'PATCH', keep: [`${key}.sourceVault`] }],
  managedHsm: 'no',
  keepsOldVersionFor: [],
  unverified: [
    'that it takes a reference without version at all',
    'that an existing file system takes another version; its PATCH model has the key',
  ],
  rights: ['Microsoft.StorageCache/amlFilesystems/read', 'Microsoft.StorageCache/amlFilesystems/write'],
});
