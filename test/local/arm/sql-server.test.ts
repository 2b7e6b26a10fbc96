import { anEstate, group, hours, keyUrl, minutes, protector, sql } from './estate';

const version = '?api-version=2023-08-01';
const key = (uri: string) => ({ properties: { serverKeyType: 'AzureKeyVault', uri } });
const protect = (serverKeyName: string, autoRotationEnabled = false) => ({
  properties: { serverKeyType: 'AzureKeyVault', serverKeyName, autoRotationEnabled },
});

describe.each(['servers', 'managedInstances'])('one of the SQL %s', (kind) => {
  const server = `${group}/providers/Microsoft.Sql/${kind}/sql`;
  const keyPath = (name: string) => `${server}/keys/${name}${version}`;
  const protectorId = `${server}/encryptionProtector/current`;

  /** Its protector is v1, in an estate that also has a later v2. */
  function aServer(properties: object = {}) {
    const estate = anEstate({ operationSeconds: 60 });
    estate.arm.put(sql({}, kind));
    estate.arm.put(protector(properties, kind));
    estate.pass(minutes(1));
    estate.vault.create('v2');
    const settle = () => estate.pass(minutes(1));
    return { ...estate, settle, askProtector: async () => (await estate.ask('GET', protectorId + version)).body };
  }

  it('takes a registered key as its protector, after the operations are over', async () => {
    const { arm, ask, settle, askProtector } = aServer();
    expect((await ask('PUT', keyPath('localhost_ledger_v2'), key(keyUrl('v2')))).status).toBe(202);
    expect((await ask('GET', keyPath('localhost_ledger_v2'))).status).toBe(404);
    settle();
    expect((await ask('GET', keyPath('localhost_ledger_v2'))).status).toBe(200);
    expect((await ask('PUT', protectorId + version, protect('localhost_ledger_v2'))).status).toBe(202);
    expect(await askProtector()).toHaveProperty('properties.uri', keyUrl('v1'));
    settle();
    expect(await askProtector()).toMatchObject({
      properties: {
        uri: keyUrl('v2'),
        serverKeyName: 'localhost_ledger_v2',
        thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
      },
    });
    expect(arm.keyLog(protectorId)).toMatchObject([{ version: 'v1', until: expect.any(Date) }, { version: 'v2' }]);
  });

  it('refuses a protector that is not registered, or whose registration is not over', async () => {
    const { ask } = aServer();
    const name = 'localhost_ledger_v2';
    expect((await ask('PUT', protectorId + version, protect(name))).error?.code).toBe('InvalidKeyName');
    await ask('PUT', keyPath(name), key(keyUrl('v2')));
    expect((await ask('PUT', protectorId + version, protect(name))).error?.code).toBe('InvalidKeyName');
  });

  it('names server keys after vault, key and version, and no other way', async () => {
    const { ask } = aServer();
    const refused = await ask('PUT', keyPath('my-key'), key(keyUrl('v2')));
    expect(refused.error?.message).toMatch(/localhost_ledger_v2/);
    expect((await ask('PUT', keyPath('localhost_ledger_v1'), key(keyUrl('v1')))).error?.code).toBe(
      'ServerKeyNameAlreadyExists',
    );
  });

  it('refuses a second change of the protector while one runs', async () => {
    const { ask, settle } = aServer();
    await ask('PUT', keyPath('localhost_ledger_v2'), key(keyUrl('v2')));
    settle();
    await ask('PUT', protectorId + version, protect('localhost_ledger_v2'));
    const second = await ask('PUT', protectorId + version, protect('localhost_ledger_v2'));
    expect([second.status, second.error?.code]).toEqual([409, 'EncryptionProtectorChangeInProgress']);
  });

  it('never goes back to an older version', async () => {
    const { ask, settle } = aServer();
    await ask('PUT', keyPath('localhost_ledger_v2'), key(keyUrl('v2')));
    settle();
    await ask('PUT', protectorId + version, protect('localhost_ledger_v2'));
    settle();
    const back = await ask('PUT', protectorId + version, protect('localhost_ledger_v1'));
    expect(back.error?.code).toBe('OldGenerationOfAKVKeyBeingUsedError');
  });

  it('with auto-rotation follows within an hour and registers the version itself', async () => {
    const { ask, pass, askProtector } = aServer({ autoRotationEnabled: true });
    pass(hours(1));
    expect(await askProtector()).toMatchObject({
      properties: { uri: keyUrl('v2'), serverKeyName: 'localhost_ledger_v2', autoRotationEnabled: true },
    });
    const { body } = await ask('GET', `${server}/keys${version}`);
    expect(body).toMatchObject({ value: [{ name: 'localhost_ledger_v1' }, { name: 'localhost_ledger_v2' }] });
  });
});

describe('a SQL managed instance', () => {
  it.each([
    ['Stopped', 'ManagedInstanceStoppingOrStopped'],
    ['Starting', 'ManagedInstanceStarting'],
  ])('that is %s takes neither key nor protector', async (state, code) => {
    const { arm, ask } = anEstate();
    arm.put(sql({ state }, 'managedInstances'));
    arm.put(protector({}, 'managedInstances'));
    const instance = `${group}/providers/Microsoft.Sql/managedInstances/sql`;
    const registered = await ask('PUT', `${instance}/keys/localhost_ledger_v2${version}`, key(keyUrl('v2')));
    const protectedBy = await ask('PUT', `${instance}/encryptionProtector/current${version}`, protect('any'));
    expect([registered.error?.code, protectedBy.error?.code]).toEqual([code, code]);
  });
});
