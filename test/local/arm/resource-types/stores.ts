import { keyUrl, seedAt } from '../estate';
import { inParts, withProperties, type TypeCase } from './type-case';

const sourceVault = { id: '/subscriptions/s/vaults/v' };

const volumes = (version?: string) => ({
  encryption: 'EncryptionAtRestWithCustomerManagedKey',
  encryptionProperties: {
    keyVaultProperties: inParts(version),
    identity: { userAssignedIdentity: '/subscriptions/s/identities/san' },
  },
});

const lustre = (version?: string) => ({
  encryptionSettings: { keyEncryptionKey: { keyUrl: keyUrl(version), sourceVault } },
});

const cache = (version?: string) => ({
  encryptionSettings: { ...lustre(version).encryptionSettings, rotationToLatestKeyVersionEnabled: false },
});

const dataCenter = (version?: string) => ({
  managedDiskCustomerKeyUri: keyUrl(version),
  backupStorageCustomerKeyUri: keyUrl(version),
});

/** Where files, volumes and nodes lie. */
export const stores: readonly TypeCase[] = [
  {
    type: 'Microsoft.ElasticSan/elasticSans/volumegroups',
    apiVersion: '2025-09-01',
    names: ['san', 'data'],
    beside: [seedAt('Microsoft.ElasticSan/elasticSans/san', {})],
    properties: volumes,
    body: withProperties(volumes),
    status: 202,
    tells: ['location'],
    named: 'encryptionProperties.keyVaultProperties.keyVersion',
    shown: 'encryptionProperties.keyVaultProperties.currentVersionedKeyIdentifier',
    versionless: 24 * 60,
  },
  {
    type: 'Microsoft.StorageCache/amlFilesystems',
    apiVersion: '2023-05-01',
    properties: lustre,
    body: withProperties(lustre),
    status: 202,
    named: 'encryptionSettings.keyEncryptionKey.keyUrl',
    versionless: 'refused',
  },
  {
    type: 'Microsoft.StorageCache/caches',
    apiVersion: '2023-05-01',
    properties: cache,
    body: withProperties(cache),
    status: 202,
    named: 'encryptionSettings.keyEncryptionKey.keyUrl',
    versionless: 'refused',
  },
  {
    type: 'Microsoft.DocumentDB/cassandraClusters/dataCenters',
    apiVersion: '2025-10-15',
    names: ['ring', 'west'],
    beside: [seedAt('Microsoft.DocumentDB/cassandraClusters/ring', {})],
    properties: dataCenter,
    body: withProperties(dataCenter),
    status: 202,
    named: 'managedDiskCustomerKeyUri',
    versionless: 'stays',
  },
];
