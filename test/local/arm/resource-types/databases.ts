import { keyUrl, sql } from '../estate';
import { inParts, withProperties, type TypeCase } from './type-case';

const dataEncryption = (version?: string) => ({
  dataEncryption: {
    type: 'AzureKeyVault',
    primaryKeyURI: keyUrl(version),
    primaryUserAssignedIdentityId: '/subscriptions/s/identities/db',
  },
});

const flexibleServer = {
  properties: dataEncryption,
  body: withProperties(dataEncryption),
  status: 202,
  named: 'dataEncryption.primaryKeyURI',
} as const;

const cluster = (others: object) => (version?: string) => ({ keyVaultProperties: { ...inParts(version), ...others } });

const ownKey = (version?: string) => ({ encryptionProtector: keyUrl(version) });

export const databases: readonly TypeCase[] = [
  {
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    apiVersion: '2025-08-01',
    ...flexibleServer,
    versionless: 120,
  },
  { type: 'Microsoft.DBforMySQL/flexibleServers', apiVersion: '2023-12-30', ...flexibleServer, versionless: 24 * 60 },
  {
    type: 'Microsoft.Sql/servers/databases',
    apiVersion: '2023-08-01',
    names: ['sql', 'books'],
    beside: [sql()],
    properties: ownKey,
    body: withProperties(ownKey),
    status: 202,
    named: 'encryptionProtector',
    shown: 'encryptionProtector',
    versionless: 'refused',
  },
  {
    type: 'Microsoft.Kusto/clusters',
    apiVersion: '2023-08-15',
    properties: cluster({ userIdentity: '/subscriptions/s/identities/kusto' }),
    body: withProperties(cluster({ userIdentity: '/subscriptions/s/identities/kusto' })),
    status: 202,
    named: 'keyVaultProperties.keyVersion',
    versionless: 24 * 60,
  },
];
