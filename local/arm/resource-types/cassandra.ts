import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/** Cluster of Managed Instance for Apache Cassandra. Its data centers are resources below it, with keys of their own. */
export const cassandraCluster: ResourceType = {
  type: 'Microsoft.DocumentDB/cassandraClusters',
  apiVersion: '2025-10-15',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  writes: {},
};

/**
 * A data center: one key for disks, one for backups. It is moved by hand alone: a reference without a version is taken and stays
 * where it is, which is assumed. Source: npm @azure/arm-cosmosdb 16.4, DataCenterResource; azure-docs,
 * managed-instance-apache-cassandra/customer-managed-keys.
 */
export const cassandraDataCenter: ResourceType = {
  type: 'Microsoft.DocumentDB/cassandraClusters/dataCenters',
  apiVersion: '2025-10-15',
  inGraph: false,
  defaults: { properties: { provisioningState: 'Succeeded', nodeCount: 3 } },
  references: [
    { style: 'uri', path: 'managedDiskCustomerKeyUri' },
    { style: 'uri', path: 'backupStorageCustomerKeyUri' },
  ],
  version: 'optional',
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        tags: trackedFields.tags,
        properties: z.strictObject({
          ...known('dataCenterLocation', 'delegatedSubnetId', 'nodeCount', 'base64EncodedCassandraYamlFragment'),
          ...known('sku', 'diskSku', 'diskCapacity', 'availabilityZone', 'authenticationMethodLdapProperties'),
          ...known('provisioningState', 'deallocated', 'provisionError', 'privateEndpointIpAddress'),
          managedDiskCustomerKeyUri: KeyUri.optional(),
          backupStorageCustomerKeyUri: KeyUri.optional(),
        }),
      }),
    },
  },
};
