import { armDependent } from './arm-dependent';

/**
 * Data center of Azure Managed Instance for Apache Cassandra: one key for its disks, one for its backups. Listed below its
 * cluster, as a child that Resource Graph does not hold. Documents know references with a version only, and no following.
 * Source: npm @azure/arm-cosmosdb 16.4.0, DataCenterResourceProperties, api-version 2025-10-15 (PATCH, long-running);
 * azure-docs managed-instance-apache-cassandra/customer-managed-keys.
 */
export const cassandraDataCenter = armDependent({
  type: 'Microsoft.DocumentDB/cassandraClusters/dataCenters',
  apiVersion: '2025-10-15',
  listed: { parent: 'Microsoft.DocumentDB/cassandraClusters', collection: 'dataCenters' },
  references: [
    { where: { style: 'uri', path: 'properties.managedDiskCustomerKeyUri' } },
    { where: { style: 'uri', path: 'properties.backupStorageCustomerKeyUri' } },
  ],
  writes: [{ method: 'PATCH' }],
  managedHsm: 'unverified',
  keepsOldVersionFor: [{ what: 'backups, perhaps: what a restore needs is not documented', backups: true }],
  unverified: [
    'that the keys suffice in a PATCH',
    'what a reference without version means, so that such a one is pinned',
    'what backups need',
    'that it takes a key of a Managed HSM',
  ],
  rights: [
    'Microsoft.DocumentDB/cassandraClusters/read',
    'Microsoft.DocumentDB/cassandraClusters/dataCenters/read',
    'Microsoft.DocumentDB/cassandraClusters/dataCenters/write',
  ],
});
