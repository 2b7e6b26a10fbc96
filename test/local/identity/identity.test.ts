import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as z from 'zod';
import { createIdentity, type Identity } from '../../../local/identity/identity';

const Configuration = z.object({ jwks_uri: z.url() });
const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const Issued = z.object({ token: z.string() });
const Granted = z.object({ access_token: z.string() });

const issuer = 'https://localhost:8440';
const rotator = {
  name: 'rotator',
  clientId: '11111111-1111-4111-8111-111111111111',
  principalId: '22222222-2222-4222-8222-222222222222',
};
const app = {
  name: 'app',
  clientId: '33333333-3333-4333-8333-333333333333',
  principalId: '44444444-4444-4444-8444-444444444444',
  systemAssigned: true,
};

describe('the local issuer', () => {
  let time: Date;
  let identity: Identity;
  beforeAll(async () => {
    identity = await createIdentity({ now: () => time, issuer, identityHeader: 'secret', identities: [rotator, app] });
  });
  beforeEach(() => {
    time = new Date('2030-01-01T00:00:00Z');
  });

  const ask = (path: string, init?: RequestInit) => identity.fetch(new Request(`${issuer}${path}`, init));
  const post = (body: unknown) => ask('/local/token', { method: 'POST', body: JSON.stringify(body) });
  const msi = (query: string, secret = 'secret') =>
    ask(`/msi/token?api-version=2019-08-01&${query}`, { headers: { 'x-identity-header': secret } });

  it('signs tokens that its published keys verify', async () => {
    const { jwks_uri } = Configuration.parse(await (await ask('/.well-known/openid-configuration')).json());
    const keys = Keys.parse(await (await ask(new URL(jwks_uri).pathname)).json());
    const { token } = Issued.parse(await (await post({ name: 'ada', roles: ['Rewrap.Operate'] })).json());

    const checks = { issuer, audience: 'api://rewrap', currentDate: time };
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), checks);
    expect(payload).toMatchObject({ name: 'ada', roles: ['Rewrap.Operate'], tid: expect.any(String) });
    expect(JSON.stringify(keys)).not.toMatch(/"d":/);
  });

  it('knows a person by the same object id each time, and two people apart', async () => {
    const oid = async (name: string) => decodeJwt(await identity.tokenFor({ name, roles: [] })).oid;
    expect(await oid('ada')).toBe(await oid('ada'));
    expect(await oid('ada')).not.toBe(await oid('bob'));
  });

  it('lets a token expire by the estate clock', async () => {
    const token = await identity.tokenFor({ name: 'ada', roles: [], expiresIn: 60 });
    await expect(identity.verify(token, 'api://rewrap')).resolves.toMatchObject({ name: 'ada' });
    time = new Date('2030-01-01T00:01:01Z');
    await expect(identity.verify(token, 'api://rewrap')).rejects.toThrow(/valid now/);
  });

  it('refuses a token for another audience, of another issuer, and one that is none', async () => {
    const other = await createIdentity({ now: () => time, issuer, identityHeader: 'secret' });
    const strange = await other.tokenFor({ name: 'ada', roles: [] });
    const forVault = await identity.tokenFor({ name: 'ada', roles: [], audience: 'https://vault.azure.net' });
    for (const token of [strange, forVault, 'nonsense', '']) {
      await expect(identity.verify(token, 'api://rewrap')).rejects.toMatchObject({ code: 'token-refused' });
    }
  });

  it('names the property that a request for a token misspells', async () => {
    const answer = await post({ name: 'ada', role: [] });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/role/);
  });

  it('gives the app tokens for its managed identities, by client id, object id or neither', async () => {
    const oid = async (query: string) => decodeJwt(Granted.parse(await (await msi(query)).json()).access_token).oid;
    const resource = 'resource=https://vault.azure.net';
    expect(await oid(`${resource}&client_id=${rotator.clientId}`)).toBe(rotator.principalId);
    expect(await oid(`${resource}&object_id=${rotator.principalId}`)).toBe(rotator.principalId);
    expect(await oid(resource)).toBe(app.principalId);
  });

  it('refuses the managed identity endpoint without the header, and for an identity it does not have', async () => {
    expect((await msi('resource=https://vault.azure.net', 'wrong')).status).toBe(401);
    expect((await msi('resource=https://vault.azure.net&client_id=nobody')).status).toBe(400);
    expect((await msi('client_id=nobody')).status).toBe(400);
  });
});
