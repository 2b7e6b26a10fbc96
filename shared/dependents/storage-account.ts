import { armDependent } from './arm-dependent';

/**
 * Storage account: blobs, files, and queues and tables made with account-scoped keys. Encryption scopes have keys of their
 * own. Names are lower case on the wire; an empty `keyversion` means to follow, which Azure CLI documents; that pinning and
 * releasing makes it look at once is unverified, so the nudge is proven by reading back. Source: Microsoft.Storage 2025-08-01.
 */
export const storageAccount = armDependent({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2025-08-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.encryption.keyvaultproperties.keyvaulturi',
        keyName: 'properties.encryption.keyvaultproperties.keyname',
        keyVersion: 'properties.encryption.keyvaultproperties.keyversion',
      },
      inUse: 'properties.encryption.keyvaultproperties.currentVersionedKeyIdentifier',
      follows: { within: { hours: 24 }, nudge: true },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.encryption.keySource', 'properties.encryption.identity'] }],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['that pinning and releasing makes it look at once'],
  rights: ['Microsoft.Storage/storageAccounts/read', 'Microsoft.Storage/storageAccounts/write'],
});
