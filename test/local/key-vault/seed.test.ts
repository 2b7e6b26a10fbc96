import { all, day, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
});
afterAll(() => kv.close());

const ago = (days: number) => new Date(kv.clock.now.getTime() - days * day);

describe('seeded keys', () => {
  it('have been there all along, and nothing told of their making', async () => {
    const ids = await kv.vault.seedKey({
      name: 'old',
      kty: 'EC',
      tags: { owner: 'us' },
      rotationPolicy: { attributes: { expiryTime: 'P1Y' } },
      versions: [
        { createdOn: ago(400), expiresOn: ago(35), enabled: false, tags: {} },
        { createdOn: ago(100), expiresOn: ago(-20), imported: true },
      ],
    });
    expect(kv.events).toEqual([]);
    expect(await all(kv.client.listPropertiesOfKeyVersions('old'))).toMatchObject([
      { version: ids[0], createdOn: ago(400), expiresOn: ago(35), enabled: false, tags: {} },
      { version: ids[1], createdOn: ago(100), expiresOn: ago(-20), enabled: true, tags: { owner: 'us' } },
    ]);
    expect((await kv.client.getKeyRotationPolicy('old')).expiresIn).toBe('P1Y');
    expect(kv.vault.keyVersion('old')).toMatchObject({ version: ids[1], origin: 'imported' });
  });

  it('give notice with the next tick', () => {
    kv.vault.tick();
    expect(kv.events.map(({ eventType }) => eventType)).toEqual(['Microsoft.KeyVault.KeyNearExpiry']);
  });

  it('that back a certificate change with it alone', async () => {
    await kv.vault.seedKey({ name: 'web', kty: 'RSA', managed: true, versions: [{ createdOn: ago(9) }, {}] });
    expect((await kv.client.getKey('web')).properties.managed).toBe(true);
    const statusOf = async (method: string, path: string, body?: object) => (await kv.call(method, path, body)).status;
    expect(await statusOf('POST', '/keys/web/create', { kty: 'RSA' })).toBe(409);
    expect(await statusOf('POST', '/keys/web/rotate')).toBe(409);
    expect(await statusOf('PATCH', '/keys/web', { tags: {} })).toBe(403);
    expect(await statusOf('PUT', '/keys/web/rotationpolicy', {})).toBe(403);
    expect(await statusOf('DELETE', '/keys/web')).toBe(403);
  });

  it('that back an expired certificate can no longer unwrap', async () => {
    await kv.vault.seedKey({ name: 'past', kty: 'RSA', managed: true, versions: [{ expiresOn: ago(1) }] });
    expect(kv.vault.mayUse('past', undefined, 'unwrapKey')).toMatchObject({ status: 403, code: 'KeyExpired' });
  });
});
