import { armDependent } from './arm-dependent';

const encryption = 'properties.encryption.customerManagedKeyEncryption';

/**
 * Azure DocumentDB cluster (Cosmos DB for MongoDB vCore); replicas and restored clusters have keys of their own. It supports
 * references without version and shows none, so a follower can only be assumed. Source: npm @azure/arm-mongocluster 1.1.0,
 * MongoClusterUpdateProperties, api-version 2025-09-01 (PATCH, long-running); devblogs.microsoft.com/cosmosdb on customer keys.
 */
export const mongoCluster = armDependent({
  type: 'Microsoft.DocumentDB/mongoClusters',
  apiVersion: '2025-09-01',
  references: [
    { where: { style: 'uri', path: `${encryption}.keyEncryptionKeyUrl` }, follows: { within: { hours: 24 } } },
  ],
  writes: [{ method: 'PATCH', keep: [`${encryption}.keyEncryptionKeyIdentity`] }],
  managedHsm: 'unverified',
  keepsOldVersionFor: [{ what: 'backups, perhaps: what a restore needs is not documented', backups: true }],
  unverified: [
    'how soon one that follows does; 24 hours is the longest that any service documents',
    'that it takes a key of a Managed HSM',
    'what backups need',
  ],
  rights: ['Microsoft.DocumentDB/mongoClusters/read', 'Microsoft.DocumentDB/mongoClusters/write'],
});
