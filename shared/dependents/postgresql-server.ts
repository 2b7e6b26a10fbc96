import { armDependent } from './arm-dependent';

/**
 * PostgreSQL flexible server; geo-redundant backups have a key and an identity of their own, replicas are servers of their
 * own. A PATCH must repeat the whole block. It re-wraps in the background, mostly within 30 minutes; two hours are
 * documented as safe. A following one shows no version, so it can only be assumed. It has no entity tag: of two changes at
 * once, of both keys, the later may undo the earlier, which the look before retirement shows. A server whose key has
 * expired must be cured first. Source: Microsoft.DBforPostgreSQL 2025-08-01.
 */
export const postgresqlServer = armDependent({
  type: 'Microsoft.DBforPostgreSQL/flexibleServers',
  apiVersion: '2025-08-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.dataEncryption.primaryKeyURI' },
      follows: { within: { hours: 2 } },
    },
    {
      where: { style: 'uri', path: 'properties.dataEncryption.geoBackupKeyURI' },
      follows: { within: { hours: 2 } },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: [
        'properties.dataEncryption.type',
        'properties.dataEncryption.primaryKeyURI',
        'properties.dataEncryption.primaryUserAssignedIdentityId',
        'properties.dataEncryption.primaryFederatedIdentityClientId',
        'properties.dataEncryption.geoBackupKeyURI',
        'properties.dataEncryption.geoBackupUserAssignedIdentityId',
      ],
    },
  ],
  probe: { path: 'properties.dataEncryption.primaryEncryptionKeyStatus', is: 'Valid' },
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  rights: ['Microsoft.DBforPostgreSQL/flexibleServers/read', 'Microsoft.DBforPostgreSQL/flexibleServers/write'],
});
