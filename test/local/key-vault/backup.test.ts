import { randomBytes } from 'node:crypto';
import { all, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
let other: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
  other = await serveVault();
});
afterAll(async () => {
  await kv.close();
  await other.close();
});

const backedUp = async (name: string) => (await kv.client.backupKey(name)) ?? new Uint8Array();

describe('backup and restore', () => {
  it('brings all versions to another vault, attributes and material included', async () => {
    const first = await kv.client.createRsaKey('moved', { tags: { age: 'old' }, expiresOn: new Date('2027-01-01') });
    await kv.client.createRsaKey('moved', { enabled: false });
    const dataKey = randomBytes(32);
    const { result } = await kv.cryptography(first.id).wrapKey('RSA-OAEP-256', dataKey);

    await other.client.restoreKeyBackup(await backedUp('moved'));
    const versions = await all(other.client.listPropertiesOfKeyVersions('moved'));
    expect(versions).toMatchObject([
      { version: first.properties.version, tags: { age: 'old' }, expiresOn: new Date('2027-01-01') },
      { enabled: false },
    ]);
    const { result: opened } = await other.cryptography(versions[0]?.id).unwrapKey('RSA-OAEP-256', result);
    expect(Buffer.from(opened)).toEqual(dataKey);
  });

  it('restores from a backup made before the key was disabled', async () => {
    await kv.client.createEcKey('stolen');
    const backup = await backedUp('stolen');
    await kv.client.updateKeyProperties('stolen', { enabled: false });
    expect((await other.client.restoreKeyBackup(backup)).properties.enabled).toBe(true);
  });

  it('refuses a name that is taken, also by a deleted key', async () => {
    await kv.client.createEcKey('taken');
    const backup = await backedUp('taken');
    await expect(kv.client.restoreKeyBackup(backup)).rejects.toMatchObject({ statusCode: 409 });
    await kv.call('DELETE', '/keys/taken');
    await expect(kv.client.restoreKeyBackup(backup)).rejects.toMatchObject({ statusCode: 409 });
  });

  it('shows nothing of what it holds', async () => {
    await kv.client.createEcKey('sealed', { tags: { marker: 'in-plain-sight' } });
    expect(Buffer.from(await backedUp('sealed')).toString('latin1')).not.toContain('in-plain-sight');
  });

  it.each([
    ['in another geography', { geography: 'elsewhere' }],
    ['in a Managed HSM', { flavour: 'managed-hsm' as const }],
  ])('is refused %s', async (_, options) => {
    await kv.client.createEcKey('local');
    const backup = await backedUp('local');
    const far = await serveVault(options);
    await expect(far.client.restoreKeyBackup(backup)).rejects.toMatchObject({ statusCode: 400 });
    await far.close();
  });

  it('refuses what is no backup', async () => {
    await expect(kv.client.restoreKeyBackup(randomBytes(100))).rejects.toMatchObject({ statusCode: 400 });
  });

  it('refuses a key of more than 500 versions', async () => {
    await kv.vault.seedKey({ name: 'endless', kty: 'EC', versions: Array.from({ length: 501 }, () => ({})) });
    await expect(kv.client.backupKey('endless')).rejects.toMatchObject({ statusCode: 400 });
  });
});
