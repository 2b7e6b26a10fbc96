import { all, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
});
afterAll(() => kv.close());

describe('making keys', () => {
  it('makes an RSA key of the size asked for, with the attributes given', async () => {
    const expiresOn = new Date('2027-01-01T00:00:00Z');
    const notBefore = new Date('2026-01-01T00:00:00Z');
    const made = await kv.client.createRsaKey('made', { keySize: 3072, expiresOn, notBefore, tags: { owner: 'us' } });
    expect(made).toMatchObject({ name: 'made', keyType: 'RSA' });
    expect(made.key?.n).toHaveLength(384);
    expect(made.keyOperations).toEqual(['encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'sign', 'verify']);
    expect(made.properties).toMatchObject({ enabled: true, expiresOn, notBefore, tags: { owner: 'us' } });
    expect(made.properties).toMatchObject({ createdOn: kv.clock.now, updatedOn: kv.clock.now });
    expect(made.properties).toMatchObject({ recoverableDays: 90, recoveryLevel: 'Recoverable' });
    expect(made.properties.version).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each(['P-256', 'P-256K', 'P-384', 'P-521'])('makes an EC key on %s', async (curve) => {
    const made = await kv.client.createEcKey('curved', { curve });
    expect(made.key?.crv).toBe(curve);
    expect(made.keyOperations).toEqual(['sign', 'verify']);
  });

  it('gives the version asked for, and the youngest when none is', async () => {
    const first = await kv.client.createEcKey('two');
    const second = await kv.client.createEcKey('two', { enabled: false });
    expect((await kv.client.getKey('two')).id).toBe(second.id);
    expect((await kv.client.getKey('TWO', { version: first.properties.version ?? '' })).id).toBe(first.id);
  });

  it('gives parallel creates a version each', async () => {
    await kv.client.createEcKey('crowd');
    await Promise.all(Array.from({ length: 10 }, () => kv.client.createEcKey('crowd')));
    const versions = await all(kv.client.listPropertiesOfKeyVersions('crowd'));
    expect(new Set(versions.map(({ version }) => version)).size).toBe(11);
  });

  it.each([
    ['a size that RSA has not', { kty: 'RSA', key_size: 1024 }],
    ['a curve that EC has not', { kty: 'EC', crv: 'P-192' }],
    ['an HSM key in a standard vault', { kty: 'RSA-HSM' }],
    ['an operation that EC cannot do', { kty: 'EC', key_ops: ['wrapKey'] }],
    ['an end before the beginning', { kty: 'EC', attributes: { nbf: 2000, exp: 1000 } }],
    ['a date that an integer overflow made negative', { kty: 'EC', attributes: { exp: -2_085_978_496 } }],
    ['16 tags', { kty: 'EC', tags: Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`tag${at}`, ''])) }],
    ['a tag of 257 characters', { kty: 'EC', tags: { long: 'x'.repeat(257) } }],
    ['an exportable key without a release policy', { kty: 'EC', attributes: { exportable: true } }],
    ['no body', undefined],
  ])('refuses %s', async (_, body) => {
    const { status, body: answer } = await kv.call('POST', '/keys/refused/create', body);
    expect([status, answer]).toEqual([400, { error: { code: 'BadParameter', message: expect.any(String) } }]);
    expect(kv.vault.keyVersion('refused')).toBeUndefined();
  });

  it('takes 15 tags', async () => {
    const tags = Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`tag${at}`, 'x'.repeat(256)]));
    expect((await kv.client.createEcKey('tagged', { tags })).properties.tags).toEqual(tags);
  });

  it.each(['under_score', 'x'.repeat(128)])('refuses the name %s', async (name) => {
    expect((await kv.call('POST', `/keys/${name}/create`, { kty: 'EC' })).status).toBe(400);
  });

  it('answers 404 for a key and for a version that are not there', async () => {
    await expect(kv.client.getKey('nowhere')).rejects.toMatchObject({ statusCode: 404, code: 'KeyNotFound' });
    const none = kv.client.getKey('made', { version: '0'.repeat(32) });
    await expect(none).rejects.toMatchObject({ statusCode: 404, code: 'KeyNotFound' });
  });
});

describe('updating a version', () => {
  it('changes only what is given, and replaces tags as a whole', async () => {
    const expiresOn = new Date('2027-01-01T00:00:00Z');
    await kv.client.createEcKey('changed', { expiresOn, tags: { one: '1', two: '2' } });
    kv.clock.pass(60_000);
    const { properties } = await kv.client.updateKeyProperties('changed', { tags: { three: '3' } });
    expect(properties).toMatchObject({ enabled: true, expiresOn, updatedOn: kv.clock.now });
    expect(properties.tags).toEqual({ three: '3' });
    expect(properties.createdOn).toEqual(new Date(kv.clock.now.getTime() - 60_000));
  });

  it('leaves the other versions alone', async () => {
    const old = await kv.client.createEcKey('pair', { tags: { age: 'old' } });
    const young = await kv.client.createEcKey('pair', { tags: { age: 'young' } });
    await kv.client.updateKeyProperties('pair', old.properties.version ?? '', { enabled: false });
    expect((await kv.client.getKey('pair')).properties).toEqual(young.properties);
    expect(kv.vault.keyVersion('pair', old.properties.version)).toMatchObject({ enabled: false });
  });

  it('takes null for not given', async () => {
    await kv.client.createEcKey('nulled', { expiresOn: new Date('2027-01-01T00:00:00Z') });
    const { status } = await kv.call('PATCH', '/keys/nulled/', { attributes: { exp: null } });
    expect(status).toBe(200);
    expect(kv.vault.keyVersion('nulled')?.expiresOn).toEqual(new Date('2027-01-01T00:00:00Z'));
  });

  it('refuses an end before the beginning that is there already', async () => {
    await kv.client.createEcKey('ordered', { notBefore: new Date('2026-06-01T00:00:00Z') });
    const { status } = await kv.call('PATCH', '/keys/ordered', { attributes: { exp: 1_000_000_000 } });
    expect(status).toBe(400);
    expect(kv.vault.keyVersion('ordered')).not.toHaveProperty('expiresOn');
  });
});
