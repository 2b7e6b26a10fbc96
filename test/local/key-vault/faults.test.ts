import { all, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeEach(async () => {
  kv = await serveVault();
  await kv.client.createEcKey('key');
});
afterEach(() => kv.close());

const versions = async () => (await all(kv.client.listPropertiesOfKeyVersions('key'))).length;

describe('faults', () => {
  it('refuse the next calls of an operation, and no others', async () => {
    kv.vault.addFault({ kind: 'refuse', operation: 'create', times: 2, status: 503, retryAfterSeconds: 7 });
    const first = await kv.call('POST', '/keys/key/create', { kty: 'EC' });
    expect(first).toMatchObject({ status: 503, body: { error: { code: 'InjectedFault' } } });
    expect(first.headers.get('retry-after')).toBe('7');
    expect((await kv.call('GET', '/keys/key')).status).toBe(200);
    await expect(kv.client.createEcKey('key')).rejects.toMatchObject({ statusCode: 503 });
    await expect(kv.client.createEcKey('key')).resolves.toBeDefined();
    expect(await versions()).toBe(2);
  });

  it('strike one key where they name it', async () => {
    kv.vault.addFault({ kind: 'refuse', operation: 'create', key: 'other', status: 500 });
    await kv.client.createEcKey('key');
    await expect(kv.client.createEcKey('other')).rejects.toMatchObject({ statusCode: 500 });
  });

  it('lose the answer after the work is done, by a reset of the connection', async () => {
    kv.vault.addFault({ kind: 'lose-answer', operation: 'create' });
    await expect(kv.client.createEcKey('key')).rejects.toMatchObject({ name: 'RestError', statusCode: undefined });
    expect(await versions()).toBe(2);
  });

  it('lose the answer in process as fetch does', async () => {
    kv.vault.addFault({ kind: 'lose-answer', operation: 'create' });
    const request = new Request(`${kv.baseUrl}/keys/key/create?api-version=7.6`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: '{"kty":"EC"}',
    });
    await expect(kv.vault.fetch(request)).rejects.toThrow('fetch failed');
    expect(await versions()).toBe(2);
  });

  it('delay a call, which is answered all the same', async () => {
    kv.vault.addFault({ kind: 'delay', operation: 'get', milliseconds: 1 });
    expect((await kv.client.getKey('key')).name).toBe('key');
  });

  it('go away when cleared', async () => {
    kv.vault.addFault({ kind: 'refuse', operation: 'get', status: 500 });
    kv.vault.clearFaults();
    await expect(kv.client.getKey('key')).resolves.toBeDefined();
  });

  it('are refused when nobody could meet them', () => {
    expect(() => kv.vault.addFault({ kind: 'refuse', operation: 'fold', status: 500 })).toThrow(/operation/);
    expect(() => kv.vault.addFault({ kind: 'refuse', operation: 'get', status: 200 })).toThrow(/status/);
  });
});
