import { armDependent } from './arm-dependent';

/**
 * Log Analytics dedicated cluster. An empty version follows; how soon is not documented (24 hours is the longest lag that any
 * service documents), and it shows no version then, so it can only be assumed. Losing the version in use drops new data for
 * good. Source: Microsoft.OperationalInsights 2025-07-01.
 */
export const logAnalyticsCluster = armDependent({
  type: 'Microsoft.OperationalInsights/clusters',
  apiVersion: '2025-07-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.keyVaultProperties.keyVaultUri',
        keyName: 'properties.keyVaultProperties.keyName',
        keyVersion: 'properties.keyVaultProperties.keyVersion',
      },
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [{ method: 'PATCH' }],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['the lag of one that follows'],
  rights: ['Microsoft.OperationalInsights/clusters/read', 'Microsoft.OperationalInsights/clusters/write'],
});
