import { randomBytes } from 'node:crypto';
import { serveVault, type ServedVault } from './served-vault';

let hsm: ServedVault;
beforeAll(async () => {
  hsm = await serveVault({ flavour: 'managed-hsm' });
});
afterAll(() => hsm.close());

describe('a Managed HSM', () => {
  it('holds keys in hardware only', async () => {
    expect((await hsm.client.createRsaKey('rsa', { hsm: true })).keyType).toBe('RSA-HSM');
    expect((await hsm.client.createEcKey('ec', { hsm: true })).keyType).toBe('EC-HSM');
    expect((await hsm.client.createOctKey('aes', { hsm: true, keySize: 128 })).keyType).toBe('oct-HSM');
    await expect(hsm.client.createRsaKey('soft')).rejects.toMatchObject({ statusCode: 400 });
  });

  it('shows nothing of a symmetric key', async () => {
    const { body } = await hsm.call('GET', '/keys/aes/');
    expect(Object.keys((body as { key: object }).key)).toEqual(['kid', 'kty', 'key_ops']);
  });

  it('rotates on demand only with a policy', async () => {
    await hsm.client.createEcKey('ruled', { hsm: true });
    await expect(hsm.client.rotateKey('ruled')).rejects.toMatchObject({ statusCode: 400 });
    await hsm.client.updateKeyRotationPolicy('ruled', { expiresIn: 'P90D' });
    const { properties } = await hsm.client.rotateKey('ruled');
    expect(properties.expiresOn).toEqual(new Date('2026-05-30T12:00:00Z'));
  });

  it('takes no 101st version', async () => {
    await hsm.vault.seedKey({ name: 'full', kty: 'EC-HSM', versions: Array.from({ length: 100 }, () => ({})) });
    await expect(hsm.client.createEcKey('full', { hsm: true })).rejects.toMatchObject({ statusCode: 400 });
  });

  it('raises no events', () => {
    hsm.vault.tick();
    expect(hsm.events).toEqual([]);
  });

  it('gives random bytes', async () => {
    expect(await hsm.client.getRandomBytes(32)).toHaveLength(32);
    expect((await hsm.call('POST', '/rng', { count: 129 })).status).toBe(400);
  });

  it.each([128, 192, 256])('wraps with an AES key of %i bits', async (keySize) => {
    const { id } = await hsm.client.createOctKey(`wrap-${keySize}`, { hsm: true, keySize });
    const dataKey = randomBytes(32);
    for (const algorithm of [`A${keySize}KW`, 'CKM_AES_KEY_WRAP', 'CKM_AES_KEY_WRAP_PAD']) {
      const path = `/keys/wrap-${keySize}/`;
      const wrapped = await hsm.call('POST', `${path}/wrapkey`, {
        alg: algorithm,
        value: dataKey.toString('base64url'),
      });
      const { value, kid } = wrapped.body as { value: string; kid: string };
      expect(kid).toBe(id);
      const unwrapped = await hsm.call('POST', `${path}/unwrapkey`, { alg: algorithm, value });
      expect(unwrapped.body).toMatchObject({ value: dataKey.toString('base64url') });
    }
  });

  it('encrypts with AES-GCM under a nonce of its own, and refuses another tag or associated data', async () => {
    const aad = 'YWFk';
    const { body } = await hsm.call('POST', '/keys/aes//encrypt', { alg: 'A128GCM', value: 'c2VjcmV0', aad });
    const { value, iv, tag } = body as { value: string; iv: string; tag: string };
    const sealed = { alg: 'A128GCM', value, iv, tag, aad };
    expect((await hsm.call('POST', '/keys/aes//decrypt', sealed)).body).toMatchObject({ value: 'c2VjcmV0' });
    expect((await hsm.call('POST', '/keys/aes//decrypt', { ...sealed, aad: 'AAAA' })).status).toBe(400);
    expect((await hsm.call('POST', '/keys/aes//decrypt', { ...sealed, tag: tag.slice(0, 6) })).status).toBe(400);
  });

  it('encrypts with AES-CBC under the start value given, with padding where the algorithm pads', async () => {
    const iv = Buffer.alloc(16).toString('base64url');
    const { body } = await hsm.call('POST', '/keys/aes//encrypt', { alg: 'A128CBCPAD', value: 'c2VjcmV0', iv });
    const { value } = body as { value: string };
    const opened = await hsm.call('POST', '/keys/aes//decrypt', { alg: 'A128CBCPAD', value, iv });
    expect(opened.body).toMatchObject({ value: 'c2VjcmV0' });
    expect((await hsm.call('POST', '/keys/aes//encrypt', { alg: 'A128CBC', value: 'c2VjcmV0', iv })).status).toBe(400);
    expect((await hsm.call('POST', '/keys/aes//encrypt', { alg: 'A128CBCPAD', value: 'c2VjcmV0' })).status).toBe(400);
    expect((await hsm.call('POST', '/keys/aes//encrypt', { alg: 'A256CBC', value: 'c2VjcmV0', iv })).status).toBe(400);
  });

  it('signs with HMAC', async () => {
    await hsm.call('POST', '/keys/mac/create', { kty: 'oct-HSM', key_ops: ['sign', 'verify'] });
    const { body } = await hsm.call('POST', '/keys/mac//sign', { alg: 'HS256', value: 'AAAA' });
    const { value } = body as { value: string };
    const check = (digest: string) => hsm.call('POST', '/keys/mac//verify', { alg: 'HS256', digest, value });
    expect((await check('AAAA')).body).toEqual({ value: true });
    expect((await check('BBBB')).body).toEqual({ value: false });
  });
});

it('lets a premium vault hold both kinds', async () => {
  const premium = await serveVault({ flavour: 'premium' });
  expect((await premium.client.createEcKey('hard', { hsm: true })).keyType).toBe('EC-HSM');
  expect((await premium.client.createEcKey('soft')).keyType).toBe('EC');
  await premium.close();
});
