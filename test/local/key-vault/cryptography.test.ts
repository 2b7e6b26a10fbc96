import { constants, createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { JsonWebKey as SdkKey } from '@azure/keyvault-keys';
import { serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
  await kv.client.createRsaKey('rsa');
});
afterAll(() => kv.close());

const message = Buffer.from('sign me');
const digestOf = (hash: string) => createHash(hash).update(message).digest();

/** The public half of what the vault shows, for node:crypto. */
function publicKeyOf({ kty = '', crv, ...members }: SdkKey) {
  const binary = (['n', 'e', 'x', 'y'] as const).flatMap((name) =>
    members[name] ? [[name, Buffer.from(members[name]).toString('base64url')]] : [],
  );
  const jwk = {
    kty: kty.replace('-HSM', ''),
    crv: crv === 'P-256K' ? 'secp256k1' : crv,
    ...Object.fromEntries(binary),
  };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

describe('signatures over a digest', () => {
  it.each(['RS256', 'RS384', 'RS512'] as const)('makes %s signatures that others accept', async (algorithm) => {
    const hash = `sha${algorithm.slice(2)}`;
    const { key, id } = await kv.client.getKey('rsa');
    const { result } = await kv.cryptography(id).sign(algorithm, digestOf(hash));
    expect(verify(hash, message, publicKeyOf(key ?? {}), result)).toBe(true);
    expect((await kv.cryptography(id).verify(algorithm, digestOf(hash), result)).result).toBe(true);
  });

  it.each(['PS256', 'PS384', 'PS512'] as const)('makes %s signatures that others accept', async (algorithm) => {
    const hash = `sha${algorithm.slice(2)}`;
    const { key, id } = await kv.client.getKey('rsa');
    const { result } = await kv.cryptography(id).sign(algorithm, digestOf(hash));
    const pss = { key: publicKeyOf(key ?? {}), padding: constants.RSA_PKCS1_PSS_PADDING };
    expect(verify(hash, message, pss, result)).toBe(true);
    expect((await kv.cryptography(id).verify(algorithm, digestOf(hash), result)).result).toBe(true);
  });

  it.each([
    ['ES256', 'P-256', 'sha256'],
    ['ES256K', 'P-256K', 'sha256'],
    ['ES384', 'P-384', 'sha384'],
    ['ES512', 'P-521', 'sha512'],
  ] as const)('makes %s signatures that others accept', async (algorithm, curve, hash) => {
    const { key, id } = await kv.client.createEcKey(`ec-${curve}`, { curve });
    const { result } = await kv.cryptography(id).sign(algorithm, digestOf(hash));
    expect(verify(hash, message, { key: publicKeyOf(key ?? {}), dsaEncoding: 'ieee-p1363' }, result)).toBe(true);
    expect((await kv.cryptography(id).verify(algorithm, digestOf(hash), result)).result).toBe(true);
  });

  it('accepts the signatures of others', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = pair.privateKey.export({ format: 'jwk' });
    await kv.call('PUT', '/keys/others', { key: { ...jwk, key_ops: ['sign', 'verify'] } });
    const value = sign('sha256', message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    const body = { alg: 'ES256', digest: digestOf('sha256').toString('base64url'), value };
    expect((await kv.call('POST', '/keys/others//verify', body)).body).toEqual({ value: true });
  });

  it.each([
    ['rsa', 'RS256'],
    ['rsa', 'PS256'],
    ['ec-P-256', 'ES256'],
  ])('finds false what was signed over something else, with %s and %s', async (name, alg) => {
    const digest = digestOf('sha256').toString('base64url');
    const other = createHash('sha256').update('else').digest('base64url');
    const { body } = await kv.call('POST', `/keys/${name}//sign`, { alg, value: digest });
    const { value } = body as { value: string };
    expect((await kv.call('POST', `/keys/${name}//verify`, { alg, digest: other, value })).body).toEqual({
      value: false,
    });
    expect((await kv.call('POST', `/keys/${name}//verify`, { alg, digest, value: 'AAAA' })).body).toEqual({
      value: false,
    });
  });

  it('refuses a digest of another length', async () => {
    for (const [name, alg] of Object.entries({ rsa: 'PS256', 'ec-P-256': 'ES256' })) {
      expect((await kv.call('POST', `/keys/${name}//sign`, { alg, value: 'AAAA' })).status).toBe(400);
    }
  });
});

describe('encryption', () => {
  it.each(['RSA-OAEP-256', 'RSA-OAEP', 'RSA1_5'] as const)('decrypts what was encrypted with %s', async (algorithm) => {
    const { id } = await kv.client.getKey('rsa');
    const { result } = await kv.cryptography(id).encrypt({ algorithm, plaintext: message });
    const { result: plain } = await kv.cryptography(id).decrypt({ algorithm, ciphertext: result });
    expect(Buffer.from(plain)).toEqual(message);
  });

  it('refuses a text that is too long for the key, and one that nobody encrypted', async () => {
    const value = Buffer.alloc(256).toString('base64url');
    expect((await kv.call('POST', '/keys/rsa//encrypt', { alg: 'RSA-OAEP', value })).status).toBe(400);
    expect((await kv.call('POST', '/keys/rsa//decrypt', { alg: 'RSA-OAEP', value })).status).toBe(400);
    expect((await kv.call('POST', '/keys/rsa//decrypt', { alg: 'RSA1_5', value })).status).toBe(400);
  });
});
