import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { backupOperations, onlyOurselves } from '../../../functions/api/backups';
import { backUpKey } from '../../../orchestrations/steps/back-up-key';
import { backupApp } from '../../../shared/azure/backup-app';
import { KeyUnknown } from '../../../shared/keys/key-errors';
import { keyId } from '../../../shared/keys/key-url';
import { fakeWorld } from '../../fakes/fake-world';
import { aRecord } from '../../examples';
import { foreign, ledger } from '../a-site';
import { aToken, anApi } from './an-api';

const rewrap = '11111111-2222-4333-8444-555555555555';
const rotationId = `${keyId(ledger)}-0123456789abcdef`;
const body = { rotationId, key: ledger };

/** The app for backups, which serves one identity. */
const apart = (problems: readonly string[] = []) =>
  anApi(
    backupOperations(async () => problems),
    (recognise) => onlyOurselves(recognise, [rewrap]),
  );

type App = Awaited<ReturnType<typeof apart>>;

const bearer = async (oid: string, roles: readonly string[] = []) => `Bearer ${await aToken(roles, { oid })}`;

/** What the app that rotates uses to reach it, by the token of that identity. */
const clientOf = (app: App, oid = rewrap) => {
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const path = new URL(request.url).pathname;
      const { status, body: answer } = await app.call(`${request.method === 'POST' ? 'POST' : 'GET'} ${path}`, {
        authorization: request.headers.get('authorization') ?? '',
        ...(typeof request.body === 'string' && { text: request.body }),
      });
      return { request, status, headers: createHttpHeaders(), bodyAsText: JSON.stringify(answer) };
    },
  };
  const token = aToken([], { oid });
  const credential = { getToken: async () => ({ token: await token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  return backupApp({ url: 'https://backups.example/api/', audience: 'api://rewrap', credential, httpClient });
};

describe('the app for backups', () => {
  it('R14b: keeps one backup per rotation for Rewrap, and hands none out', async () => {
    const app = await apart();
    const authorization = await bearer(rewrap);
    const answers = [
      await app.call('POST /api/backups', { authorization, body }),
      await app.call('POST /api/backups', { authorization, body }),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 200, body: { kept: true }, keepsItsSchema: true });
    expect(await app.stores.backups.has(rotationId, ledger)).toBe(true);
  });

  it.each([
    ['somebody else, whatever roles the token names', 'oid-of-alice', ['Rewrap.Operate', 'Rewrap.Emergency']],
    ['a token that names our own role', 'oid-of-mallory', ['Rewrap itself']],
  ])('does nothing for %s', async (_, oid, roles) => {
    const app = await apart();
    const authorization = await bearer(oid, roles);
    expect((await app.call('POST /api/backups', { authorization, body })).status).toBe(403);
    expect((await app.call('GET /api/backups', { authorization })).status).toBe(403);
    expect((await app.call('POST /api/backups', { body })).status).toBe(401);
    expect(await app.stores.backups.has(rotationId, ledger)).toBe(false);
  });

  it('backs up no key that its own policy does not name, nor under a name that leads elsewhere', async () => {
    const app = await apart();
    const authorization = await bearer(rewrap);
    const outside = await app.call('POST /api/backups', { authorization, body: { ...body, key: foreign } });
    expect(outside).toMatchObject({ status: 422, body: { code: 'out-of-scope' } });
    const elsewhere = await app.call('POST /api/backups', { authorization, body: { ...body, rotationId: '../x' } });
    expect(elsewhere.status).toBe(400);
  });
});

describe('a rotation whose backups are the duty of another app', () => {
  const rotating = async (app: App, oid?: string) => {
    const world = fakeWorld({ now: app.world.now, policy: await app.world.policy() });
    world.keys.addKey(ledger);
    await world.records.open(aRecord({ id: rotationId, key: ledger }));
    return { ...world, workflows: app.workflows, backUpElsewhere: clientOf(app, oid).keep };
  };

  it('has the backup kept there, and asks the vault for none itself', async () => {
    const app = await apart();
    const world = await rotating(app);
    expect(await backUpKey.run({ rotationId }, world)).toEqual({});
    expect(await app.stores.backups.has(rotationId, ledger)).toBe(true);
    expect(await world.backups.has(rotationId, ledger)).toBe(false);
  });

  it('says why there is none: the other app lacks a right, or does not know it', async () => {
    const app = await apart();
    app.keys.failNext('backUp', new KeyUnknown(ledger));
    expect((await backUpKey.run({ rotationId }, await rotating(app))).failed).toMatch(
      /app for backups.*answered 4.*ledger/,
    );
    const stranger = await rotating(await apart(), 'oid-of-a-stranger');
    expect((await backUpKey.run({ rotationId }, stranger)).failed).toContain('answered 403');
  });

  it('hears from it what it lacks', async () => {
    expect(await clientOf(await apart(['no right'])).problems()).toEqual(['no right']);
  });
});
