import { generateKeyPair, SignJWT } from 'jose';
import { callerFromToken } from '../../../functions/api/caller';
import { aToken, anApi } from './an-api';

const now = Date.parse('2026-06-01T12:00:00Z') / 1000;

describe('a caller', () => {
  it('is recognised by a token of the issuer', async () => {
    const { call } = await anApi();
    expect(await call('GET /api/keys', { roles: ['Rewrap.Read'] })).toMatchObject({ status: 200 });
  });

  it('without a token gets a challenge that names no error', async () => {
    const { call } = await anApi();
    expect(await call('GET /api/keys')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="rewrap"', 'content-type': 'application/problem+json' },
      body: { code: 'caller-unknown', status: 401, nextStep: expect.any(String) },
    });
  });

  it.each([
    ['is expired', { exp: now - 60 }],
    ['is not valid yet', { nbf: now + 61 }],
    ['never expires', { exp: undefined }],
    ['is for another audience', { aud: 'api://other' }],
    ['is of another issuer', { iss: 'https://login.example/other/v2.0' }],
    ['names nobody', { oid: undefined }],
  ])('is refused when the token %s', async (_, change) => {
    const { call } = await anApi();
    const authorization = `Bearer ${await aToken(['Rewrap.Read'], change)}`;
    expect(await call('GET /api/keys', { authorization })).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('error="invalid_token"') },
      body: { code: 'caller-unknown' },
    });
  });

  it('is taken when his clock is a minute ahead of ours', async () => {
    const { call } = await anApi();
    const authorization = `Bearer ${await aToken(['Rewrap.Read'], { nbf: now + 59 })}`;
    expect(await call('GET /api/keys', { authorization })).toMatchObject({ status: 200 });
  });

  it('is refused when the token is signed by somebody else', async () => {
    const { call } = await anApi();
    const { privateKey } = await generateKeyPair('RS256');
    const authorization = `Bearer ${await aToken(['Rewrap.Read'], {}, privateKey)}`;
    expect(await call('GET /api/keys', { authorization })).toMatchObject({ status: 401 });
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer a.b', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'Bearer a.b.c', '{}'])(
    'is refused with "%s"',
    async (authorization) => {
      const { call } = await anApi();
      expect(await call('GET /api/keys', { authorization })).toMatchObject({ status: 401 });
    },
  );

  it('is refused when the token is signed with a secret instead of a key', async () => {
    const { call } = await anApi();
    const token = await new SignJWT({ roles: ['Rewrap.Read'] })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new Uint8Array(32));
    expect(await call('GET /api/keys', { authorization: `Bearer ${token}` })).toMatchObject({ status: 401 });
  });

  it.each([
    ['POST /api/emergency-rotations', 'Rewrap.Emergency', ['Rewrap.Operate', 'Rewrap.Read', 'Rewrap.Approve']],
    ['POST /api/rotations', 'Rewrap.Operate', ['Rewrap.Emergency', 'Rewrap.Read']],
    ['GET /api/rotations/a', 'Rewrap.Read', ['Rewrap.Operate']],
    ['GET /api/rotations', 'Rewrap.Read', []],
    ['GET /api/keys', 'Rewrap.Read', ['rewrap.read']],
    ['GET /api/openapi.json', 'Rewrap.Read', ['Rewrap.Emergency']],
  ] as const)('R11b: needs for %s the role %s', async (line, needed, roles) => {
    const { call, started, logged } = await anApi();
    expect(await call(line, { roles, ...(line.startsWith('POST') && { body: {} }) })).toMatchObject({
      status: 403,
      body: { code: 'role-missing', nextStep: expect.stringContaining(needed) },
    });
    expect(started).toEqual([]);
    expect(logged).toEqual([['warning', 'call refused', expect.objectContaining({ caller: 'oid-of-alice' })]]);
  });

  it('is asked to call again while signing keys cannot be fetched', async () => {
    const recognise = callerFromToken({
      issuers: ['https://login.example/tenant/v2.0'],
      audience: 'api://rewrap',
      now: () => new Date(now * 1000),
      keys: () => Promise.reject(new TypeError('fetch failed')),
    });
    await expect(recognise(`Bearer ${await aToken([])}`)).rejects.toMatchObject({ status: 503 });
  });

  it('leaves no token in log or answer', async () => {
    const { call, logged } = await anApi();
    const token = await aToken(['Rewrap.Read'], { exp: now - 60 });
    const answer = await call('GET /api/keys', { authorization: `Bearer ${token}` });
    expect(JSON.stringify([answer, logged])).not.toContain(token.slice(-40));
  });
});
