import { ledger } from '../a-site';
import { Rotation } from '../../../functions/api/rotation-view';
import { anApi, aToken } from './an-api';

const approver = { roles: ['Rewrap.Approve'] };
const digest = 'd'.repeat(32);

/** A rotation that waits for approval of its plan. */
const waiting = async (requestedBy = 'sweep') => {
  const api = await anApi();
  const { id } = await api.world.records.open({
    id: '0123456789abcdef-0000000000000001',
    key: ledger,
    cause: 'schedule',
    mode: 'rotate',
    reason: 'it is due',
    requestedBy,
    state: 'waiting',
    startedAt: '2026-06-01T11:00:00Z',
    from: api.version.version,
    retires: [],
    approval: { digest },
  });
  const question = { askedAt: '2026-06-01T11:00:00Z', remindAt: '2026-06-02T11:00:00Z', until: '2026-06-08T11:00:00Z' };
  await api.world.approvals.ask({ rotationId: id, digest, ...question });
  return { ...api, id, path: `/api/rotations/${id}` as const };
};

describe('POST /api/rotations/{id}/approve', () => {
  it('notes who has approved which plan, and wakes the rotation', async () => {
    const { call, path, id, told, world } = await waiting();
    expect(await call(`POST ${path}/approve`, { ...approver, body: { digest } })).toMatchObject({
      status: 202,
      keepsItsSchema: true,
    });
    expect(told).toMatchObject([{ event: 'request' }]);
    expect(await world.records.steps(id)).toMatchObject([{ outcome: 'approved by Alice (oid-of-alice): approved' }]);
  });

  it('refuses another plan than the one that waits', async () => {
    const { call, path, told } = await waiting();
    expect(await call(`POST ${path}/approve`, { ...approver, body: { digest: 'e'.repeat(32) } })).toMatchObject({
      status: 409,
      body: { code: 'approval-not-wanted', detail: expect.stringContaining('the world has changed') },
    });
    expect(told).toEqual([]);
  });

  it('refuses whoever has asked for the rotation, who may reject it, though', async () => {
    const { call, path } = await waiting('Alice (oid-of-alice)');
    expect(await call(`POST ${path}/approve`, { ...approver, body: { digest } })).toMatchObject({
      status: 403,
      body: { code: 'approver-is-requester' },
    });
    const body = { digest, reason: 'not needed any more' };
    expect(await call(`POST ${path}/reject`, { ...approver, body })).toMatchObject({ status: 202 });
  });

  it('needs its own role: who may operate may not approve', async () => {
    const { call, path } = await waiting();
    for (const role of ['Rewrap.Read', 'Rewrap.Operate', 'Rewrap.Emergency'])
      expect(await call(`POST ${path}/approve`, { roles: [role], body: { digest } })).toMatchObject({ status: 403 });
  });
});

describe('POST /api/rotations/{id}/reject', () => {
  it('needs a reason', async () => {
    const { call, path } = await waiting();
    expect(await call(`POST ${path}/reject`, { ...approver, body: { digest } })).toMatchObject({ status: 400 });
  });

  it('does not take back what was approved', async () => {
    const { call, path } = await waiting();
    await call(`POST ${path}/approve`, { ...approver, body: { digest } });
    expect(await call(`POST ${path}/reject`, { ...approver, body: { digest, reason: 'no' } })).toMatchObject({
      status: 409,
      body: { code: 'already-decided' },
    });
  });
});

describe('POST /api/rotations/{id}/confirm', () => {
  it('says what is still not to be seen', async () => {
    const { call, path } = await waiting();
    const answer = await call(`POST ${path}/confirm`, { roles: ['Rewrap.Operate'], body: { note: 'imported' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'no-new-version' } });
  });

  it('has an imported version followed', async () => {
    const { call, path, keys, world } = await waiting();
    const { version } = keys.addVersion(ledger);
    const answer = await call(`POST ${path}/confirm`, { roles: ['Rewrap.Operate'], body: { note: 'imported' } });
    expect(answer).toMatchObject({ status: 202, keepsItsSchema: true });
    expect(await world.requests.open(ledger)).toMatchObject([
      { cause: 'foreign-version', version, requestedBy: 'Alice (oid-of-alice)' },
    ]);
  });
});

describe('POST /api/rotations/{id}/release-hold', () => {
  const held = async () => {
    const api = await waiting();
    const { world, id } = api;
    await world.records.update(id, { state: 'proven', closedAt: '2026-06-01T11:30:00Z' });
    const reasons = [{ code: 'only-assumed', about: 'one', message: 'm', nextStep: 'n' }];
    await world.records.noteRetirement(id, { state: 'held', at: '2026-06-01T11:40:00Z', reasons });
    return api;
  };
  const bobs = async () => ({
    authorization: `Bearer ${await aToken(['Rewrap.Approve'], { oid: 'oid-of-bob', name: 'Bob' })}`,
  });

  it('is asked for by one person and agreed to by another, and the gate is asked at once', async () => {
    const { call, path, started } = await held();
    const asked = await call(`POST ${path}/release-hold`, {
      roles: ['Rewrap.Operate'],
      body: { reason: 'looked at it' },
    });
    expect(asked).toMatchObject({ status: 202, keepsItsSchema: true });
    const { holdRelease } = Rotation.parse(asked.body);
    const body = { digest: holdRelease?.digest };
    expect(await call(`POST ${path}/release-hold/approve`, { ...approver, body })).toMatchObject({ status: 403 });
    expect(started).toEqual([]);
    const agreed = await call(`POST ${path}/release-hold/approve`, { ...(await bobs()), body });
    expect(agreed).toMatchObject({ status: 202, body: { holdRelease: { approved: { by: 'Bob (oid-of-bob)' } } } });
    expect(started).toMatchObject([{ name: 'retireVersion' }]);
  });

  it('needs a role of its own on each side', async () => {
    const { call, path } = await held();
    expect(await call(`POST ${path}/release-hold`, { ...approver, body: { reason: 'r' } })).toMatchObject({
      status: 403,
    });
    const body = { digest };
    expect(await call(`POST ${path}/release-hold/approve`, { roles: ['Rewrap.Operate'], body })).toMatchObject({
      status: 403,
      body: { code: 'role-missing' },
    });
  });
});
