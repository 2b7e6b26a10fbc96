import { armDependent } from './arm-dependent';

/**
 * Encryption scope of a storage account. Any account may hold some, also one that uses platform keys itself; a disabled
 * scope still holds data. Unverified: that the account's lag of 24 hours holds for scopes too. Source: Microsoft.Storage
 * 2025-08-01.
 */
export const encryptionScope = armDependent({
  type: 'Microsoft.Storage/storageAccounts/encryptionScopes',
  apiVersion: '2025-08-01',
  listed: { parent: 'Microsoft.Storage/storageAccounts', collection: 'encryptionScopes' },
  references: [
    {
      where: { style: 'uri', path: 'properties.keyVaultProperties.keyUri' },
      inUse: 'properties.keyVaultProperties.currentVersionedKeyIdentifier',
      follows: { within: { hours: 24 }, nudge: true },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.source'] }],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['the lag, taken from the account'],
  rights: [
    'Microsoft.Storage/storageAccounts/read',
    'Microsoft.Storage/storageAccounts/encryptionScopes/read',
    'Microsoft.Storage/storageAccounts/encryptionScopes/write',
  ],
});
