import { randomBytes } from 'node:crypto';
import { day, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
});
afterAll(() => kv.close());

const dataKey = randomBytes(32);

describe('wrapping data keys through the SDK', () => {
  it.each(['RSA-OAEP-256', 'RSA-OAEP', 'RSA1_5'] as const)('unwraps what was wrapped with %s', async (algorithm) => {
    const { id } = await kv.client.createRsaKey('wrap');
    const cryptography = kv.cryptography(id);
    const { result, keyID } = await cryptography.wrapKey(algorithm, dataKey);
    expect(keyID).toBe(id);
    expect(Buffer.from((await cryptography.unwrapKey(algorithm, result)).result)).toEqual(dataKey);
  });

  it('takes the current version where the identifier names none', async () => {
    const { id } = await kv.client.createRsaKey('versionless');
    const { result } = await kv.cryptography(`${kv.baseUrl}/keys/versionless`).wrapKey('RSA-OAEP-256', dataKey);
    expect(Buffer.from((await kv.cryptography(id).unwrapKey('RSA-OAEP-256', result)).result)).toEqual(dataKey);
  });

  it('refuses with 400 what another version wrapped', async () => {
    const older = await kv.client.createRsaKey('moved');
    const newer = await kv.client.createRsaKey('moved');
    const { result } = await kv.cryptography(older.id).wrapKey('RSA-OAEP-256', dataKey);
    await expect(kv.cryptography(newer.id).unwrapKey('RSA-OAEP-256', result)).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('refuses an algorithm that does not go with the key', async () => {
    const { properties } = await kv.client.createEcKey('curve', { keyOps: ['sign'] });
    const path = `/keys/curve/${properties.version}`;
    expect((await kv.call('POST', `${path}/wrapkey`, { alg: 'RSA-OAEP', value: 'AAAA' })).status).toBe(403);
    expect((await kv.call('POST', `${path}/sign`, { alg: 'RS256', value: 'AAAA' })).status).toBe(400);
  });
});

describe('what the dates and the switch of a version allow', () => {
  const attempt = async (name: string, operation: string) => {
    const { status, body } = await kv.call('POST', `/keys/${name}/${operation}`, {
      alg: 'RSA-OAEP-256',
      value: wrapped,
    });
    return [status, (body as { error?: { innererror?: { code: string } } }).error?.innererror?.code];
  };
  let wrapped = '';

  beforeAll(async () => {
    await kv.client.createRsaKey('aging', { expiresOn: new Date(kv.clock.now.getTime() + day) });
    const answer = await kv.call('POST', '/keys/aging/wrapkey', { alg: 'RSA-OAEP-256', value: 'c2VjcmV0' });
    wrapped = (answer.body as { value: string }).value;
  });

  it('unwraps and decrypts with an expired version, but no longer wraps or encrypts', async () => {
    kv.clock.pass(2 * day);
    expect(await attempt('aging', 'unwrapkey')).toEqual([200, undefined]);
    expect(await attempt('aging', 'decrypt')).toEqual([200, undefined]);
    expect(await attempt('aging', 'wrapkey')).toEqual([403, 'KeyExpired']);
    expect(await attempt('aging', 'encrypt')).toEqual([403, 'KeyExpired']);
  });

  it('refuses to wrap with a version that is not yet valid', async () => {
    await kv.client.createRsaKey('young', { notBefore: new Date(kv.clock.now.getTime() + day) });
    expect(await attempt('young', 'wrapkey')).toEqual([403, 'KeyNotYetValid']);
  });

  it('refuses every use of a disabled version, yet shows it and takes updates', async () => {
    await kv.client.updateKeyProperties('aging', { enabled: false });
    expect(await attempt('aging', 'unwrapkey')).toEqual([403, 'KeyDisabled']);
    expect(await attempt('aging', 'wrapkey')).toEqual([403, 'KeyDisabled']);
    expect((await kv.client.getKey('aging')).properties.enabled).toBe(false);
    await kv.client.updateKeyProperties('aging', { enabled: true });
    expect(await attempt('aging', 'unwrapkey')).toEqual([200, undefined]);
  });

  it('keeps to key_ops', async () => {
    await kv.client.createRsaKey('signer', { keyOps: ['sign', 'verify'] });
    expect(await attempt('signer', 'unwrapkey')).toEqual([403, 'KeyOperationForbidden']);
  });

  it('tells the services next door the same in process', async () => {
    await kv.client.createRsaKey('next-door', { enabled: false });
    expect(kv.vault.mayUse('next-door', undefined, 'unwrapKey')).toMatchObject({ status: 403, code: 'KeyDisabled' });
    expect(kv.vault.mayUse('none', undefined, 'unwrapKey')).toMatchObject({ status: 404, code: 'KeyNotFound' });
    const { properties } = await kv.client.createRsaKey('next-door');
    await kv.client.createRsaKey('next-door', { enabled: false });
    expect(kv.vault.keyVersion('next-door')).toMatchObject({ version: properties.version, kty: 'RSA', enabled: true });
    expect(kv.vault.mayUse('next-door', properties.version, 'wrapKey')).toBe('ok');
  });
});
