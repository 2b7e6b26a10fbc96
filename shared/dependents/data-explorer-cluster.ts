import { armDependent } from './arm-dependent';

/**
 * Data Explorer cluster. Without a version it follows; how soon is not documented (24 hours is the longest lag that any
 * service documents), and it shows no version then, so it can only be assumed. Unverified: whether a stopped cluster takes the
 * write. Source: Microsoft.Kusto 2023-08-15.
 */
export const dataExplorerCluster = armDependent({
  type: 'Microsoft.Kusto/clusters',
  apiVersion: '2023-08-15',
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
  writes: [{ method: 'PATCH', keep: ['properties.keyVaultProperties.userIdentity'] }],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['the lag of one that follows', 'that a stopped cluster takes the write'],
  rights: ['Microsoft.Kusto/clusters/read', 'Microsoft.Kusto/clusters/write'],
});
