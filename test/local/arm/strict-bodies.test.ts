import { fc } from '../../properties';
import { resourceTypes } from '../../../local/arm/resource-types';
import {
  anEstate,
  cosmos,
  diskSet,
  encryptedWith,
  group,
  host,
  keyUrl,
  protector,
  seedAt,
  sql,
  storage,
} from './estate';
import { propertiesOf, renamed } from './misspelling';

const provider = `${group}/providers`;

const otherCase = (letter: string) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase());

/** A body that each type accepts, as the reference documents give it. */
const accepted = [
  {
    type: 'storage account',
    method: 'PATCH',
    path: `${provider}/Microsoft.Storage/storageAccounts/store?api-version=2025-08-01`,
    body: { tags: {}, properties: { encryption: encryptedWith('v2') } },
  },
  {
    type: 'encryption scope',
    method: 'PUT',
    path: `${provider}/Microsoft.Storage/storageAccounts/store/encryptionScopes/books?api-version=2025-08-01`,
    body: { properties: { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri: keyUrl('v2') } } },
  },
  {
    type: 'disk encryption set',
    method: 'PATCH',
    path: `${provider}/Microsoft.Compute/diskEncryptionSets/disks?api-version=2025-01-02`,
    body: { properties: { activeKey: { keyUrl: keyUrl('v2') }, rotationToLatestKeyVersionEnabled: false } },
  },
  {
    type: 'Cosmos DB account',
    method: 'PATCH',
    path: `${provider}/Microsoft.DocumentDB/databaseAccounts/cosmos?api-version=2025-10-15`,
    body: { properties: { keyVaultKeyUri: keyUrl() } },
  },
  {
    type: 'SQL server key',
    method: 'PUT',
    path: `${provider}/Microsoft.Sql/servers/sql/keys/localhost_ledger_v2?api-version=2023-08-01`,
    body: { properties: { serverKeyType: 'AzureKeyVault', uri: keyUrl('v2') } },
  },
  {
    type: 'SQL encryption protector',
    method: 'PUT',
    path: `${provider}/Microsoft.Sql/servers/sql/encryptionProtector/current?api-version=2023-08-01`,
    body: {
      properties: { serverKeyType: 'AzureKeyVault', serverKeyName: 'localhost_ledger_v1', autoRotationEnabled: true },
    },
  },
  {
    type: 'encryption scope that is there',
    method: 'PATCH',
    path: `${provider}/Microsoft.Storage/storageAccounts/store/encryptionScopes/old?api-version=2025-08-01`,
    body: { properties: { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri: keyUrl('v2') } } },
  },
  {
    type: 'managed instance key',
    method: 'PUT',
    path: `${provider}/Microsoft.Sql/managedInstances/sql/keys/localhost_ledger_v2?api-version=2023-08-01`,
    body: { properties: { serverKeyType: 'AzureKeyVault', uri: keyUrl('v2') } },
  },
  {
    type: 'managed instance protector',
    method: 'PUT',
    path: `${provider}/Microsoft.Sql/managedInstances/sql/encryptionProtector/current?api-version=2023-08-01`,
    body: {
      properties: { serverKeyType: 'AzureKeyVault', serverKeyName: 'localhost_ledger_v1', autoRotationEnabled: true },
    },
  },
  {
    type: 'NetApp account',
    method: 'PATCH',
    path: `${provider}/Microsoft.NetApp/netAppAccounts/files?api-version=2023-05-01`,
    body: {
      properties: {
        encryption: {
          keySource: 'Microsoft.KeyVault',
          keyVaultProperties: { keyVaultUri: `https://${host}`, keyName: 'ledger', keyVaultResourceId: '/vaults/v' },
          identity: { userAssignedIdentity: '/identities/files' },
        },
      },
    },
  },
  {
    type: 'Synapse workspace',
    method: 'PATCH',
    path: `${provider}/Microsoft.Synapse/workspaces/lake?api-version=2021-06-01`,
    body: { properties: { encryption: { cmk: { key: { name: 'ledger', keyVaultUrl: keyUrl() } } } } },
  },
  {
    type: 'Synapse key',
    method: 'PUT',
    path: `${provider}/Microsoft.Synapse/workspaces/lake/keys/more?api-version=2021-06-01`,
    body: { properties: { isActiveCMK: false, keyVaultUrl: keyUrl() } },
  },
];

function estate() {
  const made = anEstate({ throttle: { buckets: { writes: { size: 1e6, refillPerSecond: 1 } } } });
  made.vault.create('v2');
  const others = [
    seedAt('Microsoft.Storage/storageAccounts/store/encryptionScopes/old', {}),
    seedAt('Microsoft.Sql/managedInstances/sql', {}),
    seedAt('Microsoft.Sql/managedInstances/sql/keys/localhost_ledger_v1', { uri: keyUrl('v1') }),
    seedAt('Microsoft.Sql/managedInstances/sql/encryptionProtector/current', { uri: keyUrl('v1') }),
    seedAt('Microsoft.NetApp/netAppAccounts/files', {}),
    seedAt('Microsoft.Synapse/workspaces/lake', {}),
    seedAt('Microsoft.Synapse/workspaces/lake/keys/ledger', { keyVaultUrl: keyUrl() }),
  ];
  for (const seed of [storage(encryptedWith('v1')), cosmos(), sql(), protector(), ...others]) made.arm.put(seed);
  made.arm.put(diskSet({ activeKey: { keyUrl: keyUrl('v1') } }));
  return made;
}

describe.each(accepted)('a write of a $type', ({ method, path, body }) => {
  it('is accepted as documented', async () => {
    expect((await estate().ask(method, path, body)).error).toBeUndefined();
  });

  it('is refused, naming the property, when any one of them is misspelt', async () => {
    const { arm, ask } = estate();
    const before = JSON.stringify(arm.list());
    const spelling = fc.constantFrom(
      (name: string) => `${name}s`,
      (name: string) => name.slice(1),
      (name: string) => `${name.slice(0, -1)}${otherCase(name.slice(-1))}`,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...propertiesOf(body)), spelling, async (property, misspell) => {
        const wrong = misspell(property.at(-1) ?? '');
        const refused = await ask(method, path, renamed(body, property, wrong));
        expect(refused.status).toBe(400);
        expect(refused.error?.message).toContain(`"${wrong}"`);
      }),
      { numRuns: 40 },
    );
    expect(JSON.stringify(arm.list())).toBe(before);
  });
});

const writes = resourceTypes.flatMap(({ type, writes: { PATCH, PUT } }) => [
  ...(PATCH ? [{ type, method: 'PATCH', rule: PATCH }] : []),
  ...(PUT ? [{ type, method: 'PUT', rule: PUT }] : []),
]);

it.each(writes)('$method of $type refuses what it has never heard of, beside and among its properties', ({ rule }) => {
  for (const body of [{ unheardOf: 1 }, { properties: { unheardOf: 1 } }]) {
    const issues = rule.body.safeParse(body).error?.issues ?? [];
    expect(issues.filter(({ code }) => code === 'unrecognized_keys')).not.toEqual([]);
  }
});
