import { armDependent } from './arm-dependent';

const encryption = 'properties.encryption.customerManagedKeyEncryption';

/**
 * Azure Maps account. The model takes a URL with or without version and says nothing more. It shows no version, so a follower
 * can only be assumed. Source: npm @azure/arm-maps 3.1.0, MapsAccountUpdateParameters, api-version 2023-06-01.
 */
export const mapsAccount = armDependent({
  type: 'Microsoft.Maps/accounts',
  apiVersion: '2023-06-01',
  references: [
    { where: { style: 'uri', path: `${encryption}.keyEncryptionKeyUrl` }, follows: { within: { hours: 24 } } },
  ],
  writes: [{ method: 'PATCH', keep: [`${encryption}.keyEncryptionKeyIdentity`] }],
  managedHsm: 'unverified',
  keepsOldVersionFor: [],
  unverified: ['that it follows a reference without version, and how soon', 'that it takes a key of a Managed HSM'],
  rights: ['Microsoft.Maps/accounts/read', 'Microsoft.Maps/accounts/write'],
});
