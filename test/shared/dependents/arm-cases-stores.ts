import { apart, identity, seed, single, uri } from './arm-case';
import { group, v1 } from './arm-estate';

const sourceVault = { id: `${group}/providers/Microsoft.KeyVault/vaults/payments` };

const volumes = 'Microsoft.ElasticSan/elasticSans/san';
export const elasticSanCase = single({
  path: `${volumes}/volumegroups/data`,
  parents: [seed(volumes, {})],
  holds: (version) => ({
    encryption: 'EncryptionAtRestWithCustomerManagedKey',
    encryptionProperties: {
      keyVaultProperties: apart(version),
      identity: { userAssignedIdentity: identity },
    },
  }),
  follows: 'shown',
  nudged: true,
});

export const managedLustreCase = single({
  path: 'Microsoft.StorageCache/amlFilesystems/scratch',
  holds: (version) => ({ encryptionSettings: { keyEncryptionKey: { keyUrl: uri(version), sourceVault } } }),
});

const cachePath = 'Microsoft.StorageCache/caches/render';
const cache = (version: string, rotationToLatestKeyVersionEnabled: boolean) => ({
  encryptionSettings: { keyEncryptionKey: { keyUrl: uri(version), sourceVault }, rotationToLatestKeyVersionEnabled },
});
export const hpcCacheCase = {
  ...single({ path: cachePath, holds: (version) => cache(version, false) }),
  following: [seed(cachePath, cache(v1, true))],
  silent: true,
} as const;

export const mongoClusterCase = single({
  path: 'Microsoft.DocumentDB/mongoClusters/carts',
  holds: (version) => ({
    encryption: {
      customerManagedKeyEncryption: {
        keyEncryptionKeyUrl: uri(version),
        keyEncryptionKeyIdentity: {
          identityType: 'UserAssignedIdentity',
          userAssignedIdentityResourceId: identity,
        },
      },
    },
  }),
  follows: 'silent',
});

const ring = 'Microsoft.DocumentDB/cassandraClusters/ring';
export const cassandraCase = single({
  path: `${ring}/dataCenters/west`,
  parents: [seed(ring, {})],
  holds: (version) => ({ managedDiskCustomerKeyUri: uri(version), backupStorageCustomerKeyUri: uri(version) }),
});
