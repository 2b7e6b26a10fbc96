import { anEstate, cosmos, encryptedWith, group, host, hours, keyUrl, minutes, storage } from './estate';

const account = `${group}/providers/Microsoft.DocumentDB/databaseAccounts/cosmos`;
const accountPath = `${account}?api-version=2025-10-15`;

describe('a Cosmos DB account', () => {
  it('follows a new version within its lag and shows which one it uses', async () => {
    const { arm, vault, ask, pass } = anEstate({ lagMinutes: { 'Microsoft.DocumentDB/databaseAccounts': 10 } });
    arm.put(cosmos());
    vault.create('v2');
    expect((await ask('GET', accountPath)).body).toHaveProperty('properties.keyVaultKeyUriVersion', keyUrl('v1'));
    pass(minutes(10));
    expect((await ask('GET', accountPath)).body).toHaveProperty('properties.keyVaultKeyUriVersion', keyUrl('v2'));
    expect((await ask('GET', accountPath)).body).toHaveProperty('properties.keyVaultKeyUri', keyUrl());
  });

  it('refuses a reference with a version, and its read-only properties', async () => {
    const { arm, ask } = anEstate();
    arm.put(cosmos());
    expect((await ask('PATCH', accountPath, { properties: { keyVaultKeyUri: keyUrl('v1') } })).status).toBe(400);
    const readOnly = await ask('PATCH', accountPath, { properties: { keyVaultKeyUriVersion: keyUrl('v1') } });
    expect(readOnly.error?.message).toMatch(/keyVaultKeyUriVersion/);
  });

  it('keeps the version in use when it is pointed at the key it has, and takes the newest of another key', async () => {
    const { arm, vault, ask, pass } = anEstate({ operationSeconds: 60 });
    arm.put(cosmos());
    vault.create('v2');
    vault.create('w1', 'clean');
    await ask('PATCH', accountPath, { properties: { keyVaultKeyUri: keyUrl() } });
    pass(minutes(1));
    expect(arm.get(account)).toHaveProperty('properties.keyVaultKeyUriVersion', keyUrl('v1'));
    await ask('PATCH', accountPath, { properties: { keyVaultKeyUri: keyUrl(undefined, 'clean') } });
    pass(minutes(1));
    expect(arm.get(account)).toHaveProperty('properties.keyVaultKeyUriVersion', keyUrl('w1', 'clean'));
  });
});

describe('an encryption scope', () => {
  const parent = `${group}/providers/Microsoft.Storage/storageAccounts/store`;
  const scope = `${parent}/encryptionScopes/books`;
  const path = `${scope}?api-version=2025-08-01`;
  const at = (keyUri: string) => ({ properties: { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri } } });

  it('is made, listed and moved apart from its account', async () => {
    const { arm, vault, ask } = anEstate();
    expect((await ask('PUT', path, at(keyUrl('v1')))).error?.code).toBe('ParentResourceNotFound');
    arm.put(storage(encryptedWith('v1')));
    expect((await ask('PUT', path, at(keyUrl('v1')))).status).toBe(201);
    vault.create('v2');
    expect((await ask('PATCH', path, at(keyUrl('v2')))).status).toBe(200);
    const { body } = await ask('GET', `${parent}/encryptionScopes?api-version=2025-08-01`);
    expect(body).toMatchObject({
      value: [
        {
          id: scope,
          properties: { keyVaultProperties: { currentVersionedKeyIdentifier: keyUrl('v2') }, state: 'Enabled' },
        },
      ],
    });
    expect(arm.keyLog(parent)).toMatchObject([{ version: 'v1' }]);
  });
});

describe('a Service Bus namespace', () => {
  it('follows within five minutes without telling, and lives as long as one of its keys does', async () => {
    const { arm, vault, pass } = anEstate();
    vault.create('w1', 'spare');
    const keyVaultProperties = ['ledger', 'spare'].map((keyName) => ({
      keyVaultUri: `https://${host}/`,
      keyName,
      keyVersion: '',
    }));
    const id = `${group}/providers/Microsoft.ServiceBus/namespaces/bus`;
    arm.put({ id, properties: { encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties } } });
    vault.create('v2');
    pass(minutes(5));
    expect(arm.keyLog(id).filter(({ until }) => !until)).toMatchObject([{ version: 'w1' }, { version: 'v2' }]);
    expect(JSON.stringify(arm.get(id))).not.toContain('v2');

    vault.disable('v2');
    pass(hours(1));
    expect(arm.health(id)).toBe('ok');
    vault.disable('w1');
    expect(arm.health(id)).toBe('no-key');
  });
});
