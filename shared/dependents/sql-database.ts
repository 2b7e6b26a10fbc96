import { armDependent } from './arm-dependent';
import { presumedOfLog, sqlBackupPolicies, sqlKeepsOldVersionFor, sqlKeptBackups } from './sql-backups';

/**
 * SQL database with a TDE protector of its own; the server's rotation does not touch it. Listed below its server, because
 * whether Resource Graph shows the protector is unverified. Its further keys come only when they are asked for: they are
 * told as unknown where another key protects it, and never sent. Unverified: the lag, taken from the server; that a write
 * moves one with the flag at once, so the nudge is proven by reading back. A geo-secondary must have the key first, so it
 * moves first. Source: Microsoft.Sql 2023-08-01.
 */
export const sqlDatabase = armDependent({
  type: 'Microsoft.Sql/servers/databases',
  apiVersion: '2023-08-01',
  listed: { parent: 'Microsoft.Sql/servers', collection: 'databases' },
  references: [
    {
      where: { style: 'uri', path: 'properties.encryptionProtector' },
      follows: { flag: 'properties.encryptionProtectorAutoRotation', within: { hours: 1 }, nudge: true },
    },
  ],
  writes: [{ method: 'PATCH' }],
  managedHsm: 'yes',
  partners: [{ at: '{id}/replicationLinks', role: 'properties.role', ids: 'properties.partnerDatabaseId' }],
  furtherKeys: { expand: 'keys', at: 'properties.keys', of: 'properties.encryptionProtector' },
  codes: { OldGenerationOfAKVKeyBeingUsedError: 'stay' },
  keepsOldVersionFor: sqlKeepsOldVersionFor,
  backups: {
    policies: sqlBackupPolicies,
    kept: {
      at: '/subscriptions/{subscription}/providers/Microsoft.Sql/locations/{region}/longTermRetentionServers/{top}/longTermRetentionDatabases/{name}/longTermRetentionBackups',
      ...sqlKeptBackups,
    },
    rights: [
      'Microsoft.Sql/servers/databases/backupShortTermRetentionPolicies/read',
      'Microsoft.Sql/servers/databases/backupLongTermRetentionPolicies/read',
      'Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionDatabases/longTermRetentionBackups/read',
    ],
  },
  unverified: [
    'the lag, taken from the server',
    'that a write moves one that follows at once',
    "that links tell the id of the partner's database",
    presumedOfLog,
  ],
  rights: [
    'Microsoft.Sql/servers/read',
    'Microsoft.Sql/servers/databases/read',
    'Microsoft.Sql/servers/databases/replicationLinks/read',
    'Microsoft.Sql/servers/databases/write',
  ],
});
