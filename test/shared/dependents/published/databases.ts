import { CosmosDBManagementClient } from '@azure/arm-cosmosdb';
import { KustoManagementClient } from '@azure/arm-kusto';
import { MySQLManagementFlexibleServerClient } from '@azure/arm-mysql-flexible';
import { PostgreSQLManagementFlexibleServerClient } from '@azure/arm-postgresql-flexible';
import { SynapseManagementClient } from '@azure/arm-synapse';
import { KeyUrl } from '../../../../shared/keys/key-url';
import { apart, identity, seed, uri } from '../arm-case';
import { host, key, subscription, v2 } from '../arm-estate';
import type { PublishedCase } from './published-client';

/** What names no version is only written to turn to another key. */
const second = KeyUrl.parse(`https://${host}/keys/second`);

const lake = 'Microsoft.Synapse/workspaces/lake';
const kekIdentity = { useSystemAssignedIdentity: true };

const dataEncryption = {
  type: 'AzureKeyVault' as const,
  primaryKeyURI: uri(v2),
  primaryUserAssignedIdentityId: identity,
  geoBackupKeyURI: uri(v2),
  geoBackupUserAssignedIdentityId: identity,
};

/** Databases other than those of SQL Server. */
export const databases: readonly PublishedCase[] = [
  {
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    moves({ credential, options }) {
      const { servers } = new PostgreSQLManagementFlexibleServerClient(credential, subscription, options);
      return [() => servers.beginUpdateAndWait('rg', 'books', { dataEncryption })];
    },
    async reads({ credential, options }) {
      const { servers } = new PostgreSQLManagementFlexibleServerClient(credential, subscription, options);
      const { dataEncryption: read } = await servers.get('rg', 'books');
      return [read?.primaryKeyURI, read?.geoBackupKeyURI];
    },
  },
  {
    type: 'Microsoft.DBforMySQL/flexibleServers',
    moves({ credential, options }) {
      const { servers } = new MySQLManagementFlexibleServerClient(credential, subscription, options);
      return [() => servers.beginUpdateAndWait('rg', 'books', { dataEncryption })];
    },
    async reads({ credential, options }) {
      const { servers } = new MySQLManagementFlexibleServerClient(credential, subscription, options);
      const { dataEncryption: read } = await servers.get('rg', 'books');
      return [read?.primaryKeyURI, read?.geoBackupKeyURI];
    },
  },
  {
    type: 'Microsoft.DocumentDB/databaseAccounts',
    toKey: second,
    moves({ credential, options }) {
      const { databaseAccounts } = new CosmosDBManagementClient(credential, subscription, options);
      return [() => databaseAccounts.beginUpdateAndWait('rg', 'docs', { keyVaultKeyUri: second })];
    },
    async reads({ credential, options }) {
      const { databaseAccounts } = new CosmosDBManagementClient(credential, subscription, options);
      const account = await databaseAccounts.get('rg', 'docs');
      return [account.keyVaultKeyUri, account.keyVaultKeyUriVersion];
    },
  },
  {
    type: 'Microsoft.DocumentDB/cassandraClusters/dataCenters',
    moves({ credential, options }) {
      const { cassandraDataCenters } = new CosmosDBManagementClient(credential, subscription, options);
      const properties = { managedDiskCustomerKeyUri: uri(v2), backupStorageCustomerKeyUri: uri(v2) };
      return [() => cassandraDataCenters.beginUpdateAndWait('rg', 'ring', 'west', { properties })];
    },
    async reads({ credential, options }) {
      const { cassandraDataCenters } = new CosmosDBManagementClient(credential, subscription, options);
      const { properties: read } = await cassandraDataCenters.get('rg', 'ring', 'west');
      return [read?.managedDiskCustomerKeyUri, read?.backupStorageCustomerKeyUri];
    },
  },
  {
    type: 'Microsoft.Kusto/clusters',
    moves({ credential, options }) {
      const { clusters } = new KustoManagementClient(credential, subscription, options);
      const keyVaultProperties = { ...apart(v2), userIdentity: identity };
      return [() => clusters.beginUpdateAndWait('rg', 'events', { keyVaultProperties })];
    },
    async reads({ credential, options }) {
      const { clusters } = new KustoManagementClient(credential, subscription, options);
      const { keyVaultProperties: read } = await clusters.get('rg', 'events');
      return [read?.keyVersion];
    },
  },
  {
    type: 'Microsoft.Synapse/workspaces',
    seeds: [
      seed(lake, { encryption: { cmk: { key: { name: 'default', keyVaultUrl: key }, kekIdentity } } }),
      seed(`${lake}/keys/default`, { keyVaultUrl: key }),
    ],
    toKey: second,
    moves({ credential, options }) {
      const { keys, workspaces } = new SynapseManagementClient(credential, subscription, options);
      const registration = { isActiveCMK: false, keyVaultUrl: second };
      const encryption = { cmk: { key: { name: 'second', keyVaultUrl: second }, kekIdentity } };
      return [
        () => keys.createOrUpdate('rg', 'lake', 'second', registration),
        () => workspaces.beginUpdateAndWait('rg', 'lake', { encryption }),
      ];
    },
    async reads({ credential, options }) {
      const { keys, workspaces } = new SynapseManagementClient(credential, subscription, options);
      const workspace = await workspaces.get('rg', 'lake');
      return [workspace.encryption?.cmk?.key?.keyVaultUrl, (await keys.get('rg', 'lake', 'default')).keyVaultUrl];
    },
  },
];
