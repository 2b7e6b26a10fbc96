import { SqlManagementClient } from '@azure/arm-sql';
import { uri } from '../arm-case';
import { subscription, v2 } from '../arm-estate';
import type { PublishedCase } from './published-client';

const name = `payments_ledger_${v2}`;
const registration = { serverKeyType: 'AzureKeyVault', uri: uri(v2) };
const protector = { serverKeyType: 'AzureKeyVault', serverKeyName: name, autoRotationEnabled: false };

/** SQL Server in its three forms. */
export const sql: readonly PublishedCase[] = [
  {
    type: 'Microsoft.Sql/servers',
    moves({ credential, options }) {
      const { serverKeys, encryptionProtectors } = new SqlManagementClient(credential, subscription, options);
      return [
        () => serverKeys.beginCreateOrUpdateAndWait('rg', 'books', name, registration),
        () => encryptionProtectors.beginCreateOrUpdateAndWait('rg', 'books', 'current', protector),
      ];
    },
    async reads({ credential, options }) {
      const { encryptionProtectors } = new SqlManagementClient(credential, subscription, options);
      const read = await encryptionProtectors.get('rg', 'books', 'current');
      return [read.uri, read.autoRotationEnabled];
    },
  },
  {
    type: 'Microsoft.Sql/managedInstances',
    moves({ credential, options }) {
      const client = new SqlManagementClient(credential, subscription, options);
      const { managedInstanceKeys, managedInstanceEncryptionProtectors } = client;
      return [
        () => managedInstanceKeys.beginCreateOrUpdateAndWait('rg', 'books', name, registration),
        () => managedInstanceEncryptionProtectors.beginCreateOrUpdateAndWait('rg', 'books', 'current', protector),
      ];
    },
    async reads({ credential, options }) {
      const client = new SqlManagementClient(credential, subscription, options);
      const read = await client.managedInstanceEncryptionProtectors.get('rg', 'books', 'current');
      return [read.uri, read.autoRotationEnabled];
    },
  },
  {
    type: 'Microsoft.Sql/servers/databases',
    moves({ credential, options }) {
      const { databases } = new SqlManagementClient(credential, subscription, options);
      return [() => databases.beginUpdateAndWait('rg', 'shelf', 'accounts', { encryptionProtector: uri(v2) })];
    },
    // This client knows the protector and not yet the flag beside it.
    async reads({ credential, options }) {
      const { databases } = new SqlManagementClient(credential, subscription, options);
      return [(await databases.get('rg', 'shelf', 'accounts')).encryptionProtector];
    },
  },
];
