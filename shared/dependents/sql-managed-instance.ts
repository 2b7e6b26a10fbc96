import { armDependent } from './arm-dependent';
import {
  longestShortTerm,
  presumedOfLog,
  sqlBackupPolicies,
  sqlKeepsOldVersionFor,
  sqlKeptBackups,
} from './sql-backups';

/**
 * TDE protector of a SQL managed instance: keys are registered first, as with a logical server. A stopped or starting
 * instance refuses the write. In a failover group the secondary gets to know the key first and moves first. Source:
 * Microsoft.Sql 2023-08-01; bicep-types-az, ManagedInstanceEncryptionProtectorProperties.
 */
export const sqlManagedInstance = armDependent({
  type: 'Microsoft.Sql/managedInstances',
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
    {
      at: '{group}/providers/Microsoft.Sql/locations/{region}/instanceFailoverGroups',
      role: 'properties.replicationRole',
      of: 'properties.managedInstancePairs.*.primaryManagedInstanceId',
      ids: 'properties.managedInstancePairs.*.partnerManagedInstanceId',
    },
  ],
  codes: {
    EncryptionProtectorChangeInProgress: 'wait',
    CreateDatabaseAttemptedWithRotationInProgress: 'wait',
    ServerKeyNameAlreadyExists: 'done',
    ServerKeyUriAlreadyExists: 'done',
    OldGenerationOfAKVKeyBeingUsedError: 'stay',
    ManagedInstanceStarting: 'wait',
  },
  keepsOldVersionFor: [
    ...sqlKeepsOldVersionFor,
    { what: 'copy-only backups that people took under it, wherever they keep them', backups: true },
  ],
  backups: {
    of: { collection: 'databases' },
    policies: sqlBackupPolicies,
    kept: {
      at: '/subscriptions/{subscription}/providers/Microsoft.Sql/locations/{region}/longTermRetentionManagedInstances/{top}/longTermRetentionManagedInstanceBackups',
      ...sqlKeptBackups,
    },
    dropped: { at: '{id}/restorableDroppedDatabases', days: longestShortTerm },
    rights: [
      'Microsoft.Sql/managedInstances/databases/read',
      'Microsoft.Sql/managedInstances/databases/backupShortTermRetentionPolicies/read',
      'Microsoft.Sql/managedInstances/databases/backupLongTermRetentionPolicies/read',
      'Microsoft.Sql/managedInstances/restorableDroppedDatabases/read',
      'Microsoft.Sql/locations/longTermRetentionManagedInstances/longTermRetentionManagedInstanceBackups/read',
    ],
  },
  unverified: [presumedOfLog],
  rights: [
    'Microsoft.Sql/managedInstances/read',
    'Microsoft.Sql/managedInstances/keys/read',
    'Microsoft.Sql/managedInstances/keys/write',
    'Microsoft.Sql/locations/instanceFailoverGroups/read',
    'Microsoft.Sql/managedInstances/encryptionProtector/read',
    'Microsoft.Sql/managedInstances/encryptionProtector/write',
  ],
});
