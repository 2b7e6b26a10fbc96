import { armDependent } from './arm-dependent';

/**
 * App Configuration store. It can only move while the version in use is valid: an expired one ends in lost data. The block is
 * always sent whole; an empty one would turn back to platform keys. The lag of a following one is not documented, only that
 * the data key is refreshed hourly; 24 hours is the longest lag that any service documents. It shows no version then, so it
 * can only be assumed. Source: Microsoft.AppConfiguration 2024-06-01.
 */
export const appConfigurationStore = armDependent({
  type: 'Microsoft.AppConfiguration/configurationStores',
  apiVersion: '2024-06-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.encryption.keyVaultProperties.keyIdentifier' },
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.encryption.keyVaultProperties.identityClientId'] }],
  managedHsm: 'no',
  keepsOldVersionFor: [],
  unverified: ['the lag of one that follows; 24 hours is the longest that any service documents'],
  rights: [
    'Microsoft.AppConfiguration/configurationStores/read',
    'Microsoft.AppConfiguration/configurationStores/write',
  ],
});
