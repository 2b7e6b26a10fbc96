import fc from 'fast-check';
import { anEstate, cosmos, diskSet, encryptedWith, group, keyUrl, protector, sql, storage } from './estate';
import { propertiesOf, renamed } from './misspelling';

const provider = `${group}/providers`;

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
];

function estate() {
  const made = anEstate({ throttle: { buckets: { writes: { size: 1e6, refillPerSecond: 1 } } } });
  made.vault.create('v2');
  for (const seed of [storage(encryptedWith('v1')), cosmos(), sql(), protector()]) made.arm.put(seed);
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
      (name: string) => `${name.slice(0, -1)}${name.slice(-1).toUpperCase()}`,
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
