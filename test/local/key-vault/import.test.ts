import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { all, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault({ flavour: 'premium' });
});
afterAll(() => kv.close());

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = rsa.privateKey.export({ format: 'jwk' });

/** The SDK takes the members of a key as bytes. */
const bytes = Object.fromEntries(
  Object.entries(jwk).map(([name, value]) => [name, name === 'kty' ? value : Buffer.from(String(value), 'base64url')]),
);

describe('importing', () => {
  it('unwraps with imported RSA material what others wrapped for it', async () => {
    const { id, keyType } = await kv.client.importKey('brought', bytes);
    expect(keyType).toBe('RSA');
    const oaep = { key: rsa.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    const { result } = await kv
      .cryptography(id)
      .unwrapKey('RSA-OAEP-256', publicEncrypt(oaep, Buffer.from('data key')));
    expect(Buffer.from(result).toString()).toBe('data key');
    expect(kv.vault.keyVersion('brought')).toMatchObject({ origin: 'imported' });
  });

  it('puts material into the HSM when asked, with the attributes given', async () => {
    const made = await kv.client.importKey('hardened', bytes, {
      hardwareProtected: true,
      tags: { from: 'us' },
      enabled: false,
    });
    expect(made).toMatchObject({ keyType: 'RSA-HSM', properties: { tags: { from: 'us' }, enabled: false } });
  });

  it('adds a version to a key that is there', async () => {
    await kv.client.createRsaKey('mixed');
    await kv.client.importKey('mixed', bytes);
    expect(await all(kv.client.listPropertiesOfKeyVersions('mixed'))).toHaveLength(2);
  });

  it.each([
    ['a public key alone', { key: { kty: 'RSA', n: jwk.n, e: jwk.e } }],
    ['a curve that is none', { key: { kty: 'EC', crv: 'P-1', x: 'AA', y: 'AA', d: 'AA' } }],
    ['members that are not base64url', { key: { ...jwk, d: '*' } }],
    ['an unknown member', { key: { ...jwk, oth: 'AA' } }],
  ])('refuses %s', async (_, body) => {
    expect((await kv.call('PUT', '/keys/bad', body)).status).toBe(400);
  });

  it('says that transfer from another HSM is not emulated', async () => {
    const body = { Hsm: true, key: { kty: 'RSA-HSM', key_hsm: 'AAAA' } };
    expect((await kv.call('PUT', '/keys/byok', body)).status).toBe(501);
  });
});
