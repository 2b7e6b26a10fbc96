import { anEstate, group, hours, keyUrl, minutes, seedAt } from '../estate';
import { vaultUri } from './type-case';

const provider = `${group}/providers`;

describe('a data factory', () => {
  const path = `${provider}/Microsoft.DataFactory/factories/etl?api-version=2018-06-01`;
  const encryption = (keyVersion: string) => ({ vaultBaseUrl: vaultUri, keyName: 'ledger', keyVersion });

  function aFactory() {
    const estate = anEstate();
    const properties = {
      encryption: encryption('v1'),
      globalParameters: { rate: 3 },
      createTime: '2029-01-01T00:00:00Z',
    };
    estate.arm.put({ ...seedAt('Microsoft.DataFactory/factories/etl', properties), tags: { owner: 'ada' } });
    estate.vault.create('v2');
    const put = (properties_: object, headers = {}) =>
      estate.ask('PUT', path, { location: 'local', properties: properties_ }, headers);
    const read = async () => (await estate.ask('GET', path)).body;
    return { ...estate, put, read };
  }

  it('loses what a whole-object write leaves out, and keeps what is read-only', async () => {
    const { put, read } = aFactory();
    expect((await put({ encryption: encryption('v2') })).status).toBe(200);
    const after = await read();
    expect(after).toMatchObject({ properties: { encryption: encryption('v2'), createTime: '2029-01-01T00:00:00Z' } });
    expect(after).not.toHaveProperty('tags');
    expect(after).not.toHaveProperty('properties.globalParameters');
  });

  it('takes back just what it shows', async () => {
    const { ask, read } = aFactory();
    const before = await read();
    expect((await ask('PUT', path, before)).status).toBe(200);
    expect(await read()).toEqual({ ...Object(before), eTag: '"2"' });
  });

  it('refuses a write under an ETag that is not its own any more', async () => {
    const { put, read } = aFactory();
    const stale = String(Object(await read()).eTag);
    expect((await put({ encryption: encryption('v2') }, { 'if-match': stale })).status).toBe(200);
    const refused = await put({ encryption: encryption('v1') }, { 'if-match': stale });
    expect([refused.status, refused.error?.code]).toEqual([412, 'PreconditionFailed']);
    expect((await put({ encryption: encryption('v1') }, { 'if-match': '*' })).status).toBe(200);
  });

  it('refuses to lose its key, to take it by PATCH, and to move to another place', async () => {
    const { ask, put } = aFactory();
    expect((await put({})).error?.code).toBe('InvalidEncryptionSettings');
    expect((await ask('PATCH', path, { properties: { encryption: encryption('v2') } })).status).toBe(400);
    const moved = await ask('PUT', path, { location: 'elsewhere', properties: { encryption: encryption('v2') } });
    expect([moved.status, moved.error?.code]).toEqual([409, 'InvalidResourceLocation']);
  });
});

describe('a Databricks workspace', () => {
  const id = `${provider}/Microsoft.Databricks/workspaces/bricks`;
  const path = `${id}?api-version=2023-02-01`;
  const entity = (keyVersion: string) => ({
    keySource: 'Microsoft.Keyvault',
    keyVaultProperties: { keyVaultUri: vaultUri, keyName: 'ledger', keyVersion },
  });
  const properties = (services: string) => ({
    managedResourceGroupId: '/subscriptions/s/resourceGroups/managed',
    encryption: {
      entities: {
        managedServices: entity(services),
        managedDisk: { ...entity('v1'), rotationToLatestKeyVersionEnabled: true },
      },
    },
  });

  it('needs a version for each of its keys, of which that of the disks moves on by itself', async () => {
    const { arm, vault, ask, pass } = anEstate({ operationSeconds: 60 });
    arm.put(seedAt('Microsoft.Databricks/workspaces/bricks', properties('v1')));
    const inUse = () => arm.keyLog(id).flatMap(({ version, until }) => (until ? [] : [version]));
    expect(inUse()).toEqual(['v1', 'v1']);
    vault.create('v2');
    pass(hours(1));
    expect(inUse()).toEqual(['v1', 'v2']);

    await ask('PATCH', path, { tags: { owner: 'ada' } });
    pass(minutes(1));
    expect(inUse()).toEqual(['v1', 'v2']);
    await ask('PUT', path, { location: 'local', properties: properties('v2') });
    pass(minutes(1));
    expect(inUse()).toEqual(['v2', 'v2']);
  });
});

describe('a Kubernetes cluster', () => {
  const id = `${provider}/Microsoft.ContainerService/managedClusters/k8s`;
  const path = `${id}?api-version=2026-04-01`;
  const secured = (keyId: string, more: object = {}) => ({
    securityProfile: { azureKeyVaultKms: { enabled: true, keyId, keyVaultNetworkAccess: 'Public' }, ...more },
  });
  const newWay = { kubernetesResourceObjectEncryptionProfile: { infrastructureEncryption: 'Enabled' } };

  function aCluster(properties: object) {
    const estate = anEstate({ operationSeconds: 60 });
    estate.arm.put(seedAt('Microsoft.ContainerService/managedClusters/k8s', { ...properties }));
    const inUse = () => estate.arm.keyLog(id).flatMap(({ version, until }) => (until ? [] : [version]));
    const put = async (written: object) => {
      const answer = await estate.ask('PUT', path, { location: 'local', properties: written });
      estate.pass(minutes(1));
      return answer;
    };
    return { ...estate, put, inUse };
  }

  const runPath = `${id}/runCommand?api-version=2026-04-01`;
  const rewriting = { command: 'kubectl get secrets -A -o json | kubectl replace -f -' };

  it('needs every version that it used until its secrets are written anew, and then the one before the current', async () => {
    const { arm, vault, put, ask, pass, inUse } = aCluster(secured(keyUrl('v1')));
    for (const version of ['v2', 'v3']) vault.create(version);
    await put(secured(keyUrl('v2')));
    expect(inUse()).toEqual(['v1', 'v2']);
    await ask('PATCH', path, { tags: { owner: 'ada' } });
    pass(minutes(1));
    await put(secured(keyUrl('v3')));
    expect(inUse()).toEqual(['v1', 'v2', 'v3']);
    await ask('POST', runPath, rewriting);
    expect(inUse()).toEqual(['v1', 'v2', 'v3']);
    pass(minutes(1));
    expect(inUse()).toEqual(['v2', 'v3']);
    vault.disable('v2');
    expect(arm.health(id)).toBe('no-key');
  });

  it('answers a command when it is over, and not to whoever may not run one', async () => {
    const { ask, pass } = aCluster(secured(keyUrl('v1')));
    const begun = await ask('POST', runPath, rewriting);
    expect(begun.status).toBe(202);
    const location = begun.headers.get('location') ?? '';
    expect((await ask('GET', location)).status).toBe(202);
    pass(minutes(1));
    expect(await ask('GET', location)).toMatchObject({ status: 200, body: { properties: { exitCode: 0 } } });
    expect((await ask('POST', runPath, { commands: 'kubectl get pods' })).status).toBe(400);
    const barred = anEstate({ may: (action) => !action.endsWith('/action') });
    barred.arm.put(seedAt('Microsoft.ContainerService/managedClusters/k8s', {}));
    const { status, error } = await barred.ask('POST', runPath, rewriting);
    expect([status, error?.message]).toEqual([403, expect.stringContaining('managedClusters/runCommand/action')]);
  });

  it('by the new way follows in six hours, and falls back to needing a version when a write forgets the profile', async () => {
    const { vault, put, pass, inUse } = aCluster(secured(keyUrl(), newWay));
    vault.create('v2');
    pass(hours(6));
    expect(inUse()).toEqual(['v2']);
    expect((await put(secured(keyUrl(), newWay))).status).toBe(201);
    expect((await put(secured(keyUrl()))).error?.code).toBe('InvalidParameter');
  });

  it('does not change between public and private vault while the encryption is on', async () => {
    const { put } = aCluster(secured(keyUrl('v1')));
    const other = { azureKeyVaultKms: { enabled: true, keyId: keyUrl('v1'), keyVaultNetworkAccess: 'Private' } };
    expect((await put({ securityProfile: other })).error?.message).toMatch(/keyVaultNetworkAccess/);
  });
});
