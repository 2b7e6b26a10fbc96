import type { RotationRecord } from '../../../shared/rotations/record';
import { ledger } from '../a-site';
import { anApi } from './an-api';

const operate = { roles: ['Rewrap.Operate'] };
const body = { reason: 'the new version is slow' };

/** A rotation of the ledger key that is over, and has moved one account. */
const rotated = async (change: Partial<RotationRecord> = {}) => {
  const api = await anApi();
  const to = api.keys.addVersion(ledger).version;
  const record = await api.world.records.open({
    id: '0123456789abcdef-0000000000000001',
    key: ledger,
    cause: 'schedule',
    mode: 'rotate',
    reason: 'it was due',
    requestedBy: 'sweep',
    state: 'proven',
    startedAt: '2026-06-01T11:00:00Z',
    closedAt: '2026-06-01T11:10:00Z',
    from: api.version.version,
    to,
    retires: [api.version.version],
    ...change,
  });
  const at = '2026-06-01T11:05:00Z';
  const type = 'Microsoft.Storage/storageAccounts';
  const move = { dependent: '/a', type, to, proof: 'read-back', state: 'settled', startedAt: at, at } as const;
  await api.world.records.noteMove(record.id, move);
  return { ...api, record, path: `/api/rotations/${record.id}` as const };
};

describe('POST /api/rotations/{id}/undo', () => {
  it('writes down who wants what taken back and why, and begins', async () => {
    const { call, path, record, world, started } = await rotated();
    const answer = await call(`POST ${path}/undo`, { ...operate, body: { ...body, wave: 2, dependents: ['/A'] } });
    expect(answer).toMatchObject({
      status: 202,
      keepsItsSchema: true,
      body: {
        id: record.id,
        undo: { state: 'asked', wave: 2, dependents: ['/a'], requestedBy: 'Alice (oid-of-alice)' },
      },
    });
    expect(started).toEqual([{ name: 'undoMoves', id: `undo-${record.id}`, input: { rotationId: record.id } }]);
    expect(await world.records.get(record.id)).toMatchObject({ undo: { reason: body.reason } });
  });

  it('is one order, however often it is sent', async () => {
    const { call, path, started } = await rotated();
    const first = await call(`POST ${path}/undo`, { ...operate, body });
    expect(await call(`POST ${path}/undo`, { ...operate, body: { reason: 'again' } })).toEqual(first);
    expect(started).toHaveLength(1);
  });

  it('wakes a rotation that is under way, which begins the undo at its end', async () => {
    const { call, path, started, told } = await rotated({ state: 'running', closedAt: undefined });
    expect(await call(`POST ${path}/undo`, { ...operate, body })).toMatchObject({ status: 202 });
    expect(started).toEqual([]);
    expect(told).toMatchObject([{ event: 'request' }]);
  });

  it('refuses a compromise with what to do instead', async () => {
    const { call, path } = await rotated({ cause: 'compromise' });
    expect(await call(`POST ${path}/undo`, { ...operate, body })).toMatchObject({
      status: 409,
      body: { code: 'undo-of-compromise', nextStep: expect.stringContaining('rotate the key again') },
    });
  });

  it('refuses a rotation that nobody knows, a missing reason and other roles', async () => {
    const { call, path } = await rotated();
    expect(await call('POST /api/rotations/unknown/undo', { ...operate, body })).toMatchObject({ status: 404 });
    expect(await call(`POST ${path}/undo`, { ...operate, body: {} })).toMatchObject({ status: 400 });
    for (const role of ['Rewrap.Read', 'Rewrap.Emergency', 'Rewrap.Approve'])
      expect(await call(`POST ${path}/undo`, { roles: [role], body })).toMatchObject({ status: 403 });
  });
});

describe('POST /api/rotations/{id}/resume', () => {
  it('takes up what was left behind', async () => {
    const { call, path, record, started } = await rotated({ state: 'partial' });
    expect(await call(`POST ${path}/resume`, { ...operate, body })).toMatchObject({
      status: 202,
      keepsItsSchema: true,
    });
    expect(started).toMatchObject([{ name: 'rotateKey', input: { key: ledger, repair: true } }]);
    expect(await call(`GET ${path}`, { roles: ['Rewrap.Read'] })).toMatchObject({
      body: { id: record.id, steps: [{ name: 'resume', outcome: expect.stringContaining('Alice (oid-of-alice)') }] },
    });
  });

  it('asks once for the rotation again where it has made no version', async () => {
    const { call, path, world } = await rotated({ state: 'parked', to: undefined });
    await call(`POST ${path}/resume`, { ...operate, body });
    await call(`POST ${path}/resume`, { ...operate, body });
    expect(await world.requests.open(ledger)).toMatchObject([{ cause: 'manual', reason: body.reason }]);
  });

  it.each([
    ['is proven', {}, 'nothing-to-resume'],
    [
      'is an emergency that made no version',
      { cause: 'compromise', state: 'parked', to: undefined },
      'emergency-never-began',
    ],
    [
      'is being taken back',
      { state: 'parked', undo: { state: 'running', reason: 'slow', requestedBy: 'Bob', at: '2026-06-01T11:30:00Z' } },
      'undo-under-way',
    ],
  ] as const)('refuses a rotation that %s', async (_, change, code) => {
    const { call, path } = await rotated(change);
    expect(await call(`POST ${path}/resume`, { ...operate, body })).toMatchObject({ status: 409, body: { code } });
  });
});
