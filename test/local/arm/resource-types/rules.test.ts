import { anEstate, host, keyUrl, minutes, seedAt, sql } from '../estate';
import { inParts } from './type-case';

/** A resource of the type, beside a v2 and another vault's key, and a PATCH of it. */
function patching(type: string, apiVersion: string, seed: { properties: object; kind?: string }) {
  const estate = anEstate({ operationSeconds: 60 });
  const { properties, ...fields } = seed;
  const resource = seedAt(`${type}/one`, { ...properties });
  estate.arm.put({ ...resource, ...fields });
  estate.vault.create('v2');
  const path = `${resource.id}?api-version=${apiVersion}`;
  return {
    ...estate,
    id: resource.id,
    path,
    patch: (changed: object, top: object = {}) => estate.ask('PATCH', path, { ...top, properties: changed }),
    read: async () => (await estate.ask('GET', path)).body,
  };
}

const elsewhere = 'https://other.vault.azure.net';
const identity = { type: 'SystemAssigned' };

describe('a namespace of a messaging service', () => {
  const bus = (...keyVaultProperties: object[]) => ({ encryption: { keyVaultProperties } });
  const aBus = () => {
    const estate = patching('Microsoft.ServiceBus/namespaces', '2024-01-01', {
      properties: bus(inParts('v1'), { ...inParts('w1'), keyName: 'spare' }),
    });
    estate.vault.create('w1', 'spare');
    return estate;
  };

  it('loses the keys that a write leaves out of the list', async () => {
    const { arm, id, patch, pass } = aBus();
    await patch(bus(inParts('v2')));
    pass(minutes(1));
    expect(arm.keyLog(id).flatMap(({ version, until }) => (until ? [] : [version]))).toEqual(['v2']);
  });

  it('can be taken off a key that is lost, as long as the other works', async () => {
    const { arm, id, vault, patch } = aBus();
    vault.disable('w1');
    expect(arm.health(id)).toBe('ok');
    expect((await patch(bus(inParts('v2')))).status).toBe(202);
    vault.disable('v1');
    vault.disable('v2');
    expect(arm.health(id)).toBe('no-key');
  });

  it('tells by its state alone when a write is over', async () => {
    const { patch, pass, read } = aBus();
    await patch(bus(inParts('v2')));
    expect(await read()).toMatchObject({ properties: { provisioningState: 'Updating' } });
    pass(minutes(1));
    expect(await read()).toMatchObject({ properties: { provisioningState: 'Succeeded' } });
  });

  it('takes one to three keys', async () => {
    const { patch } = aBus();
    const keys = (count: number) => bus(...Array.from({ length: count }, () => inParts('v2')));
    for (const count of [0, 4]) expect((await patch(keys(count))).error?.message).toMatch(/keyVaultProperties/);
    expect((await patch(keys(3))).status).toBe(202);
  });
});

describe('a PostgreSQL server', () => {
  const own = { type: 'AzureKeyVault', primaryUserAssignedIdentityId: '/identities/db' };
  const backup = { geoBackupUserAssignedIdentityId: '/identities/far' };
  const dataEncryption = (version: string) => ({
    dataEncryption: {
      ...own,
      ...backup,
      primaryKeyURI: keyUrl(version),
      geoBackupKeyURI: keyUrl('w1', 'far'),
    },
  });

  it('wants all that is set beside the key repeated, and is Updating meanwhile', async () => {
    const { vault, patch, pass, read } = patching('Microsoft.DBforPostgreSQL/flexibleServers', '2025-08-01', {
      properties: dataEncryption('v1'),
    });
    vault.create('w1', 'far');
    const alone = await patch({ dataEncryption: { ...own, primaryKeyURI: keyUrl('v2') } });
    expect(alone.error?.message).toMatch(/geoBackup/);
    expect((await patch(dataEncryption('v2'))).status).toBe(202);
    expect(await read()).toMatchObject({ properties: { state: 'Updating', ...dataEncryption('v1') } });
    pass(minutes(1));
    expect(await read()).toMatchObject({
      properties: {
        state: 'Ready',
        dataEncryption: { primaryEncryptionKeyStatus: 'Valid', geoBackupEncryptionKeyStatus: 'Valid' },
      },
    });
  });
});

describe('a container registry', () => {
  it('follows no more once a version is written, and says so', async () => {
    const at = (keyIdentifier: string) => ({
      encryption: { status: 'enabled', keyVaultProperties: { keyIdentifier } },
    });
    const { patch, pass, read } = patching('Microsoft.ContainerRegistry/registries', '2025-11-01', {
      properties: at(keyUrl()),
    });
    const flag = 'properties.encryption.keyVaultProperties.keyRotationEnabled';
    expect(await read()).toHaveProperty(flag, true);
    await patch(at(keyUrl('v2')));
    pass(minutes(1));
    expect(await read()).toHaveProperty(flag, false);
  });
});

describe('an App Configuration store', () => {
  it('goes back to keys of the platform when its block is null', async () => {
    const { arm, id, patch, pass } = patching('Microsoft.AppConfiguration/configurationStores', '2024-06-01', {
      properties: { encryption: { keyVaultProperties: { keyIdentifier: keyUrl('v1') } } },
    });
    await patch({ encryption: { keyVaultProperties: null } });
    pass(minutes(1));
    expect(arm.keyLog(id)).toMatchObject([{ version: 'v1', until: expect.any(Date) }]);
  });

  it('takes no key of a Managed HSM', async () => {
    const { patch } = patching('Microsoft.AppConfiguration/configurationStores', '2024-06-01', { properties: {} });
    const keyIdentifier = 'https://hsm.managedhsm.azure.net/keys/ledger/v1';
    const refused = await patch({ encryption: { keyVaultProperties: { keyIdentifier } } });
    expect(refused.error?.message).toMatch(/Managed HSM/);
  });
});

describe('kinds that keep to their vault', () => {
  it.each([
    ['AIServices', 400, 'InvalidEncryptionSettings'],
    ['OpenAI', 400, 'KeyVaultKeyNotFound'],
  ])('an account of kind %s answers a key of another vault with %i %s', async (kind, status, code) => {
    const { patch } = patching('Microsoft.CognitiveServices/accounts', '2025-09-01', {
      kind,
      properties: { encryption: { keyVaultProperties: inParts('v1') } },
    });
    const refused = await patch({ encryption: { keyVaultProperties: { ...inParts('v1'), keyVaultUri: elsewhere } } });
    expect([refused.status, refused.error?.code]).toEqual([status, code]);
  });

  it('a hub refuses a key of another vault', async () => {
    const at = (keyIdentifier: string) => ({ encryption: { keyVaultProperties: { keyIdentifier } } });
    const { patch } = patching('Microsoft.MachineLearningServices/workspaces', '2024-04-01', {
      kind: 'Hub',
      properties: at(keyUrl('v1')),
    });
    expect((await patch(at(`${elsewhere}/keys/ledger/v1`))).error?.message).toContain(host);
  });
});

describe('key and identity are not changed by one request', () => {
  it('of a Log Analytics cluster', async () => {
    const keyVaultProperties = inParts('v2');
    const { patch } = patching('Microsoft.OperationalInsights/clusters', '2025-07-01', {
      properties: { keyVaultProperties: inParts('v1') },
    });
    expect((await patch({ keyVaultProperties }, { identity })).status).toBe(400);
    expect((await patch({}, { identity })).status).toBe(202);
  });

  it('of a backup vault, while the identity may be repeated', async () => {
    const settings = (version: string, identityType: string) => ({
      securitySettings: {
        encryptionSettings: { keyVaultProperties: { keyUri: keyUrl(version) }, kekIdentity: { identityType } },
      },
    });
    const { patch } = patching('Microsoft.DataProtection/backupVaults', '2025-07-01', {
      properties: settings('v1', 'UserAssigned'),
    });
    expect((await patch(settings('v2', 'SystemAssigned'))).status).toBe(400);
    expect((await patch(settings('v2', 'UserAssigned'))).status).toBe(202);
  });
});

describe('a SQL database', () => {
  it('shows its further keys only when they are expanded', async () => {
    const { arm, ask } = anEstate();
    arm.put(sql());
    const keys = { [keyUrl('v1')]: {} };
    const seed = seedAt('Microsoft.Sql/servers/sql/databases/books', { encryptionProtector: keyUrl('v1'), keys });
    arm.put(seed);
    const path = `${seed.id}?api-version=2023-08-01`;
    expect((await ask('GET', path)).body).not.toHaveProperty('properties.keys');
    const expanded = await ask('GET', `${path}&$expand=keys($filter=pointInTime('current'))`);
    expect(expanded.body).toMatchObject({ properties: { keys } });
  });
});
