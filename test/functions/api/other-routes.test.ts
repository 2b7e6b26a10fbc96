import * as z from 'zod';
import { KeyUrl } from '../../../shared/keys/key-url';
import { api } from '../../../functions/api';
import { foreign, ledger } from '../a-site';
import { anApi } from './an-api';

const read = { roles: ['Rewrap.Read'] };

describe('GET /api/keys', () => {
  it('tells of each key what the sweep last saw', async () => {
    const { call, world } = await anApi();
    const key = {
      url: ledger,
      vault: 'https://payments.vault.azure.net',
      name: 'ledger',
      version: '0'.repeat(32),
      state: 'current' as const,
      expiresOn: '2027-01-01T00:00:00Z',
      dependents: { total: 3, onCurrentVersion: 2, unknown: 1 },
      asOf: '2026-06-01T11:00:00Z',
    };
    await world.posture.put(key);
    expect(await call('GET /api/keys', read)).toMatchObject({
      status: 200,
      body: { keys: [key], asOf: '2026-06-01T11:00:00Z' },
      keepsItsSchema: true,
    });
  });

  it('is empty before the first sweep', async () => {
    const { call } = await anApi();
    expect(await call('GET /api/keys', read)).toMatchObject({ body: { keys: [] }, keepsItsSchema: true });
  });
});

describe('GET /api/versions', () => {
  it('tells of each version of a key what still needs it', async () => {
    const { call, version } = await anApi();
    expect(await call(`GET /api/versions?key=${encodeURIComponent(ledger)}`, read)).toMatchObject({
      status: 200,
      body: { key: ledger, versions: [{ version: version.version, state: 'current', users: [], neededFor: [] }] },
      keepsItsSchema: true,
    });
  });

  it('tells nothing of a key outside of the scope', async () => {
    const { call } = await anApi();
    expect(await call(`GET /api/versions?key=${encodeURIComponent(foreign)}`, read)).toMatchObject({
      status: 422,
      body: { code: 'out-of-scope' },
    });
  });
});

describe('GET /api/findings', () => {
  it('tells what is not as the policy wants it, and of a vault once, whichever of its keys told', async () => {
    const { call, world } = await anApi();
    const vault = 'https://payments.vault.azure.net';
    const finding = {
      code: 'purge-protection-off',
      subject: vault,
      message: 'no purge protection',
      nextStep: 'turn it on',
      severity: 'warning' as const,
      since: '2026-06-01T10:00:00Z',
    };
    for (const name of ['ledger', 'cards']) {
      await world.posture.put({
        url: KeyUrl.parse(`${vault}/keys/${name}`),
        vault,
        name,
        state: 'current',
        dependents: { total: 0, onCurrentVersion: 0, unknown: 0 },
        findings: [finding],
        asOf: '2026-06-01T11:00:00Z',
      });
    }
    expect(await call('GET /api/findings', read)).toMatchObject({
      status: 200,
      body: { findings: [finding], asOf: '2026-06-01T11:00:00Z' },
      keepsItsSchema: true,
    });
    expect(await call('GET /api/keys', read)).toMatchObject({ body: { keys: [{ findings: [finding] }, {}] } });
  });

  it('tells first what is to be said of vaults', async () => {
    const { call, world } = await anApi();
    const vault = 'https://payments.vault.azure.net';
    const since = '2026-06-01T10:00:00Z';
    const finding = {
      code: 'rbac-off',
      subject: vault,
      message: 'm',
      nextStep: 'n',
      severity: 'warning' as const,
      since,
    };
    await world.vaultPosture.put({ vault, findings: [finding], asOf: since });
    expect(await call('GET /api/findings', read)).toMatchObject({
      body: { findings: [finding] },
      keepsItsSchema: true,
    });
  });
});

describe('GET /api/dependents/lags', () => {
  it('tells what was measured beside what is documented', async () => {
    const { call, world } = await anApi();
    await world.lagBook.note({
      type: 'Microsoft.Storage/storageAccounts',
      region: 'westeurope',
      dependent: '/subscriptions/1/store',
      key: ledger,
      version: '0'.repeat(32),
      seconds: 7_200,
      lookInterval: 300,
      createdOn: '2026-05-01T00:00:00Z',
    });
    expect(await call('GET /api/dependents/lags', read)).toMatchObject({
      status: 200,
      body: { lags: [{ region: 'westeurope', count: 1, median: 7_200, lookInterval: 300, documented: 86_400 }] },
      keepsItsSchema: true,
    });
  });
});

describe('GET /api/pacing', () => {
  it('tells how much of each limit is used', async () => {
    const { call, world } = await anApi();
    const view = { bucket: 'arm/s/p/reads', capacity: 200, perSecond: 25, tokens: 12, lent: 900, throttled: 1 };
    const now = { instances: 2, waiting: 3, putOff: 4 };
    const closedUntil = Date.parse('2026-06-01T12:00:30Z');
    jest.spyOn(world.pacing, 'look').mockResolvedValueOnce([{ ...view, ...now, closedUntil }]);
    expect(await call('GET /api/pacing', read)).toMatchObject({
      status: 200,
      body: { buckets: [{ ...view, ...now, closedUntil: '2026-06-01T12:00:30.000Z' }] },
      keepsItsSchema: true,
    });
  });
});

describe('GET /api/health', () => {
  it('tells anyone that the app is up, and no more', async () => {
    const { call } = await anApi();
    expect(await call('GET /api/health')).toMatchObject({ status: 200, body: { status: 'up' } });
  });
});

describe('GET /api/openapi.json', () => {
  const Document = z.object({
    openapi: z.string(),
    paths: z.record(z.string(), z.record(z.string(), z.object({ security: z.array(z.unknown()) }))),
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  });

  it('describes every operation, itself included', async () => {
    const { call } = await anApi();
    const { paths, openapi } = Document.parse((await call('GET /api/openapi.json', read)).body);
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(openapi).toMatch(/^3\.1/);
    const registered = api.map(({ method, route }) => `${method.toLowerCase()} /${route}`);
    expect(operations.toSorted()).toEqual(registered.toSorted());
    expect(operations).toContain('get /openapi.json');
  });

  it('says that all but health need a token', async () => {
    const { call } = await anApi();
    const { paths } = Document.parse((await call('GET /api/openapi.json', read)).body);
    const open = Object.entries(paths).filter(([, methods]) =>
      Object.values(methods).some(({ security }) => security.length === 0),
    );
    expect(open.map(([path]) => path)).toEqual(['/health']);
  });
});
