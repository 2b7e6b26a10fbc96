import { armDependent } from './arm-dependent';

/**
 * Cosmos DB account. Its reference never names a version: it follows by itself and is written only to turn to another key.
 * The lag is not documented; 24 hours is when the old version should see no use. Whether `keyVaultKeyUriVersion` is a
 * version or a URL is unverified: either is read. Source: Microsoft.DocumentDB 2025-10-15.
 */
export const cosmosAccount = armDependent({
  type: 'Microsoft.DocumentDB/databaseAccounts',
  apiVersion: '2025-10-15',
  references: [
    {
      where: { style: 'uri', path: 'properties.keyVaultKeyUri' },
      inUse: 'properties.keyVaultKeyUriVersion',
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [{ method: 'PATCH' }],
  managedHsm: 'yes',
  keepsOldVersionFor: [
    {
      what: 'periodic backups: a restore needs the version that was in use when they were taken',
      backups: true,
      retention: {
        path: 'properties.backupPolicy.periodicModeProperties.backupRetentionIntervalInHours',
        in: 'hours',
      },
    },
  ],
  unverified: [
    'the lag; 24 hours is when the old version should see no use',
    'whether the version in use is shown alone or as a URL',
  ],
  rights: ['Microsoft.DocumentDB/databaseAccounts/read', 'Microsoft.DocumentDB/databaseAccounts/write'],
});
