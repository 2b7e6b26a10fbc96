import { createVault } from '../../../local/key-vault/vault';
import { serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
});
afterAll(() => kv.close());

describe('the 401 challenge', () => {
  it.each([
    ['standard', 'https://vault.azure.net'],
    ['managed-hsm', 'https://managedhsm.azure.net'],
  ] as const)('names the audience of a %s vault', async (flavour, resource) => {
    const vault = createVault({ name: 'kv', flavour, baseUrl: 'http://kv', now: () => new Date() });
    const answer = await vault.fetch(new Request('http://kv/keys/any/create?api-version=7.6', { method: 'POST' }));
    expect(answer.status).toBe(401);
    const challenge = answer.headers.get('www-authenticate');
    expect(challenge).toContain(`resource="${resource}"`);
    expect(challenge).toMatch(/^Bearer authorization="https:\/\/[^" ]+", resource="[^" ]+"$/);
  });

  it('is met by the SDK, whose first call has no token and no body', async () => {
    await expect(kv.client.createEcKey('through-the-door', { tags: { arrived: 'whole' } })).resolves.toMatchObject({
      properties: { tags: { arrived: 'whole' } },
    });
  });
});

describe('strictness', () => {
  const path = '/keys/strict/create';

  it('refuses a body property that it does not know, and names the call', async () => {
    const { status, body } = await kv.call('POST', path, { kty: 'EC', surprise: 1 });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { code: 'BadParameter', message: expect.stringMatching(/POST \/keys\/strict\/create.*surprise/s) },
    });
  });

  it.each([
    ['GET', '/secrets'],
    ['POST', '/certificates/web/create'],
    ['POST', '/keys/strict/release'],
    ['GET', '/keys/strict/attestation'],
    ['DELETE', '/keys'],
    ['POST', '/keys/strict/fold'],
    ['POST', '/rng'],
  ])('answers %s %s by 501 and names it', async (method, of) => {
    const { status, body } = await kv.call(method, of, of === '/rng' ? { count: 1 } : undefined);
    expect(status).toBe(501);
    expect(body).toMatchObject({ error: { message: expect.stringContaining(`${method} /`) } });
  });

  it.each(['', '?api-version=2016-10-01'])('refuses the api-version of "%s"', async (query) => {
    const request = new Request(`${kv.baseUrl}/keys${query}`, { headers: { authorization: 'Bearer x' } });
    expect((await kv.vault.fetch(request)).status).toBe(400);
  });

  it('refuses a body that is no JSON', async () => {
    const headers = { authorization: 'Bearer x' };
    const request = new Request(`${kv.baseUrl}${path}?api-version=7.6`, { method: 'POST', body: '{', headers });
    expect((await kv.vault.fetch(request)).status).toBe(400);
  });
});

describe('authorisation', () => {
  it('asks with the token, the operation, its data action and the key, and passes a refusal on', async () => {
    const asked: unknown[] = [];
    const strict = await serveVault({
      authorise: async (token, call) => {
        asked.push({ token, ...call });
        return call.operation === 'list' ? 'ok' : { status: 403, code: 'ForbiddenByRbac', message: 'No right.' };
      },
    });
    await strict.client.listPropertiesOfKeys().next();
    await expect(strict.client.createEcKey('denied')).rejects.toMatchObject({
      statusCode: 403,
      code: 'Forbidden',
      details: { error: { innerError: { code: 'ForbiddenByRbac' } } },
    });
    await strict.close();
    expect(asked).toEqual([
      { token: 'a-token', operation: 'list', dataAction: 'Microsoft.KeyVault/vaults/keys/read' },
      {
        token: 'a-token',
        operation: 'create',
        dataAction: 'Microsoft.KeyVault/vaults/keys/create/action',
        key: 'denied',
      },
    ]);
  });

  it('asks a Managed HSM for rights of its own', async () => {
    const asked: string[] = [];
    const hsm = await serveVault({
      flavour: 'managed-hsm',
      authorise: async (_token, { dataAction }) => {
        asked.push(dataAction);
        return 'ok';
      },
    });
    await hsm.call('GET', '/keys/none');
    await hsm.close();
    expect(asked).toEqual(['Microsoft.KeyVault/managedHsm/keys/read/action']);
  });

  it('challenges again when the authoriser finds the token out of date', async () => {
    const stale = await serveVault({
      authorise: async () => ({ status: 401, code: 'Unauthorized', message: 'Expired.' }),
    });
    const { status, headers } = await stale.call('GET', '/keys');
    await stale.close();
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('resource=');
  });
});
