import { armDependent } from './arm-dependent';

/**
 * MySQL flexible server; geo-redundant backups have a key and an identity of their own, replicas must be configured too.
 * Older pages demand a key without expiry. Unverified: that it follows a reference without version, and how soon (24 hours
 * is the longest lag that any service documents); that a PATCH must repeat the whole block, as PostgreSQL's must. A
 * following one shows no version, so it can only be assumed. It has no entity tag: of two changes at once the later may
 * undo the earlier, which the look before retirement shows. Source: Microsoft.DBforMySQL 2023-12-30.
 */
export const mysqlServer = armDependent({
  type: 'Microsoft.DBforMySQL/flexibleServers',
  apiVersion: '2023-12-30',
  references: [
    {
      where: { style: 'uri', path: 'properties.dataEncryption.primaryKeyURI' },
      follows: { within: { hours: 24 } },
    },
    {
      where: { style: 'uri', path: 'properties.dataEncryption.geoBackupKeyURI' },
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: [
        'properties.dataEncryption.type',
        'properties.dataEncryption.primaryKeyURI',
        'properties.dataEncryption.primaryUserAssignedIdentityId',
        'properties.dataEncryption.geoBackupKeyURI',
        'properties.dataEncryption.geoBackupUserAssignedIdentityId',
      ],
    },
  ],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['that it follows a reference without version, and how soon', 'that a PATCH must repeat the whole block'],
  rights: ['Microsoft.DBforMySQL/flexibleServers/read', 'Microsoft.DBforMySQL/flexibleServers/write'],
});
