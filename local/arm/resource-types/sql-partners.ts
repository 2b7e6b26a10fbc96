import type { ResourceType } from '../resource-type';

const readOnly = (type: string): ResourceType => ({ type, apiVersion: '2023-08-01', inGraph: false, writes: {} });

/** Links between servers, instances and databases that hold copies of the same data. Source: Microsoft.Sql 2023-08-01. */
export const sqlPartners: readonly ResourceType[] = [
  readOnly('Microsoft.Sql/servers/failoverGroups'),
  readOnly('Microsoft.Sql/servers/replicationLinks'),
  readOnly('Microsoft.Sql/servers/databases/replicationLinks'),
  readOnly('Microsoft.Sql/locations'),
  readOnly('Microsoft.Sql/locations/instanceFailoverGroups'),
];

const restorable = (parent: string): readonly ResourceType[] => [
  readOnly(`${parent}/restorableDroppedDatabases`),
  {
    ...readOnly(`${parent}/databases/backupShortTermRetentionPolicies`),
    defaults: { properties: { retentionDays: 7 } },
  },
  {
    ...readOnly(`${parent}/databases/backupLongTermRetentionPolicies`),
    defaults: {
      properties: { weeklyRetention: 'PT0S', monthlyRetention: 'PT0S', yearlyRetention: 'PT0S', weekOfYear: 0 },
    },
  },
];

/**
 * What is kept of databases, and for how long: by policies of each, and full backups for longer below the region, which
 * outlast their database. Source: Microsoft.Sql 2023-08-01.
 */
export const sqlBackups: readonly ResourceType[] = [
  ...restorable('Microsoft.Sql/servers'),
  ...restorable('Microsoft.Sql/managedInstances'),
  readOnly('Microsoft.Sql/managedInstances/databases'),
  readOnly('Microsoft.Sql/locations/longTermRetentionServers'),
  readOnly('Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionBackups'),
  readOnly('Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionDatabases'),
  readOnly('Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionDatabases/longTermRetentionBackups'),
  readOnly('Microsoft.Sql/locations/longTermRetentionManagedInstances'),
  readOnly('Microsoft.Sql/locations/longTermRetentionManagedInstances/longTermRetentionManagedInstanceBackups'),
];
