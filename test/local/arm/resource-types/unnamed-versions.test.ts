import { anEstate, group, hours, keyUrl, minutes, seedAt } from '../estate';
import { vaultUri } from './type-case';

describe('a NetApp account', () => {
  const id = `${group}/providers/Microsoft.NetApp/netAppAccounts/files`;
  const path = `${id}?api-version=2023-05-01`;
  const onKey = (keyName: string) => ({
    encryption: {
      keySource: 'Microsoft.KeyVault',
      keyVaultProperties: { keyVaultUri: vaultUri, keyName, keyVaultResourceId: '/subscriptions/s/vaults/v' },
      identity: { userAssignedIdentity: '/subscriptions/s/identities/files' },
    },
  });

  it('stays on the version that it met, whatever is written, until it is given another key', async () => {
    const { arm, vault, ask, pass } = anEstate();
    arm.put(seedAt('Microsoft.NetApp/netAppAccounts/files', onKey('ledger')));
    vault.create('v2');
    vault.create('w1', 'spare');
    const inUse = () => arm.keyLog(id).flatMap(({ name, version, until }) => (until ? [] : [`${name}/${version}`]));
    await ask('PATCH', path, { properties: onKey('ledger') });
    pass(hours(1000));
    expect(inUse()).toEqual(['ledger/v1']);
    expect((await ask('PATCH', path, { properties: onKey('spare') })).status).toBe(202);
    pass(minutes(1));
    expect(inUse()).toEqual(['spare/w1']);
    expect(arm.get(id)).toHaveProperty('properties.encryption.keyVaultProperties.status', 'InUse');
  });

  it('has no place for a version, and refuses its read-only status', async () => {
    const { arm, ask } = anEstate();
    arm.put(seedAt('Microsoft.NetApp/netAppAccounts/files', onKey('ledger')));
    for (const name of ['keyVersion', 'status']) {
      const { encryption } = onKey('ledger');
      const keyVaultProperties = { ...encryption.keyVaultProperties, [name]: 'v1' };
      const refused = await ask('PATCH', path, { properties: { encryption: { keyVaultProperties } } });
      expect(refused.error?.message).toContain(`"${name}"`);
    }
  });
});

describe('a Synapse workspace', () => {
  const id = `${group}/providers/Microsoft.Synapse/workspaces/lake`;
  const version = '?api-version=2021-06-01';
  const register = (name: string) => ({ properties: { isActiveCMK: false, keyVaultUrl: keyUrl(undefined, name) } });
  const use = (name: string, keyVaultUrl = keyUrl(undefined, name)) => ({
    properties: { encryption: { cmk: { key: { name, keyVaultUrl } } } },
  });

  function aWorkspace() {
    const estate = anEstate({ operationSeconds: 60 });
    estate.arm.put(seedAt('Microsoft.Synapse/workspaces/lake', use('ledger').properties));
    estate.arm.put(seedAt('Microsoft.Synapse/workspaces/lake/keys/ledger', register('ledger').properties));
    estate.vault.create('v2');
    estate.vault.create('w1', 'spare');
    const inUse = () =>
      estate.arm.keyLog(id).flatMap(({ name, version: used, until }) => (until ? [] : [`${name}/${used}`]));
    const swap = async (name: string) => {
      const { status } = await estate.ask('PATCH', id + version, use(name));
      estate.pass(minutes(1));
      return status;
    };
    return { ...estate, inUse, swap };
  }

  it('comes to a new version only by way of another registered key', async () => {
    const { ask, pass, inUse, swap } = aWorkspace();
    pass(hours(1000));
    await swap('ledger');
    expect(inUse()).toEqual(['ledger/v1']);
    expect((await ask('PUT', `${id}/keys/spare${version}`, register('spare'))).status).toBe(200);
    expect(await swap('spare')).toBe(202);
    expect(inUse()).toEqual(['spare/w1']);
    expect(await swap('ledger')).toBe(202);
    expect(inUse()).toEqual(['ledger/v2']);
  });

  it('refuses a key that is not registered, has another address, or names a version', async () => {
    const { ask } = aWorkspace();
    const code = async (body: object) => (await ask('PATCH', id + version, body)).status;
    expect(await code(use('spare'))).toBe(400);
    expect(await code(use('ledger', keyUrl(undefined, 'spare')))).toBe(400);
    expect(await code(use('ledger', keyUrl('v2')))).toBe(400);
    expect(await code(use('ledger'))).toBe(202);
  });
});
