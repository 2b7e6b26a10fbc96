import { armDependent } from './arm-dependent';

const encryption = 'properties.encryption.customerManagedKeyEncryption';

/**
 * Dev center: catalogs, logs and customizations. The model takes a URL with or without version and says nothing more. It shows
 * no version, so a follower can only be assumed. Source: bicep-types-az Microsoft.DevCenter 2025-02-01;
 * hashicorp/go-azure-sdk DevCenterUpdateProperties (PATCH, long-running).
 */
export const devCenter = armDependent({
  type: 'Microsoft.DevCenter/devcenters',
  apiVersion: '2025-02-01',
  references: [
    { where: { style: 'uri', path: `${encryption}.keyEncryptionKeyUrl` }, follows: { within: { hours: 24 } } },
  ],
  writes: [{ method: 'PATCH', keep: [`${encryption}.keyEncryptionKeyIdentity`] }],
  managedHsm: 'unverified',
  keepsOldVersionFor: [],
  unverified: ['that it follows a reference without version, and how soon', 'that it takes a key of a Managed HSM'],
  rights: ['Microsoft.DevCenter/devcenters/read', 'Microsoft.DevCenter/devcenters/write'],
});
