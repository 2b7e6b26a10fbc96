import { armDependent } from './arm-dependent';
import {
  longestShortTerm,
  presumedOfLog,
  sqlBackupPolicies,
  sqlKeepsOldVersionFor,
  sqlKeptBackups,
} from './sql-backups';

/**
 * TDE protector of a logical SQL server. A key is registered with the server first, under a name made of vault, key and
 * version (for Managed HSM presumably the same: unverified), and stays registered, because restores need it. The flag is
 * sent back as found: leaving it out may reset it (unverified). Geo-secondaries get to know the key first and move first;
 * that links tell the id of the partner's database is unverified for this API version: without it the service alone
 * refuses. There is no safe probe: what revalidating does to a protector that works is not documented. Source:
 * Microsoft.Sql 2023-08-01.
 */
export const sqlServer = armDependent({
  type: 'Microsoft.Sql/servers',
  apiVersion: '2023-08-01',
  part: 'encryptionProtector/current',
  references: [
    {
      where: { style: 'uri', path: 'properties.uri' },
      follows: { flag: 'properties.autoRotationEnabled', within: { hours: 1 }, nudge: true },
    },
  ],
  writes: [
    {
      method: 'PUT',
      at: 'keys/{vault}_{name}_{version}',
      set: { 'properties.serverKeyType': 'AzureKeyVault', 'properties.uri': '{keyUri}' },
    },
    {
      method: 'PUT',
      keep: ['properties.serverKeyType', 'properties.autoRotationEnabled'],
      set: { 'properties.serverKeyName': '{vault}_{name}_{version}' },
    },
  ],
  registrations: { collection: 'keys', uri: 'properties.uri' },
  managedHsm: 'yes',
  partners: [
    { at: '{id}/failoverGroups', role: 'properties.replicationRole', ids: 'properties.partnerServers.*.id' },
    { at: '{id}/replicationLinks', role: 'properties.role', ids: 'properties.partnerDatabaseId' },
  ],
  codes: {
    EncryptionProtectorChangeInProgress: 'wait',
    CreateDatabaseAttemptedWithRotationInProgress: 'wait',
    ServerKeyNameAlreadyExists: 'done',
    ServerKeyUriAlreadyExists: 'done',
    OldGenerationOfAKVKeyBeingUsedError: 'stay',
  },
  keepsOldVersionFor: sqlKeepsOldVersionFor,
  backups: {
    of: { collection: 'databases', but: 'master' },
    policies: sqlBackupPolicies,
    kept: {
      at: '/subscriptions/{subscription}/providers/Microsoft.Sql/locations/{region}/longTermRetentionServers/{top}/longTermRetentionBackups',
      ...sqlKeptBackups,
    },
    dropped: { at: '{id}/restorableDroppedDatabases', days: longestShortTerm },
    rights: [
      'Microsoft.Sql/servers/databases/read',
      'Microsoft.Sql/servers/databases/backupShortTermRetentionPolicies/read',
      'Microsoft.Sql/servers/databases/backupLongTermRetentionPolicies/read',
      'Microsoft.Sql/servers/restorableDroppedDatabases/read',
      'Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionBackups/read',
    ],
  },
  unverified: [
    'the name of a registered key of a Managed HSM',
    'that leaving out the flag resets it',
    "that links tell the id of the partner's database",
    presumedOfLog,
  ],
  rights: [
    'Microsoft.Sql/servers/read',
    'Microsoft.Sql/servers/keys/read',
    'Microsoft.Sql/servers/keys/write',
    'Microsoft.Sql/servers/failoverGroups/read',
    'Microsoft.Sql/servers/replicationLinks/read',
    'Microsoft.Sql/servers/encryptionProtector/read',
    'Microsoft.Sql/servers/encryptionProtector/write',
  ],
});
