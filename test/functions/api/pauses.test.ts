import * as z from 'zod';
import { ledger } from '../a-site';
import { anApi } from './an-api';

const operate = { roles: ['Rewrap.Operate'] };
const read = { roles: ['Rewrap.Read'] };
const body = { scope: { fleet: true }, reason: 'the shop is busy' };
const idOf = ({ body: answer }: { body: unknown }) => z.object({ id: z.string() }).parse(answer).id;

describe('POST /api/pauses', () => {
  it('pauses with the name of who wants it, and lists it', async () => {
    const { call } = await anApi();
    const until = '2026-06-02T12:00:00Z';
    const answer = await call('POST /api/pauses', {
      ...operate,
      body: { ...body, scope: { key: `${ledger}/` }, until },
    });
    const expected = { scope: { key: ledger }, reason: body.reason, requestedBy: 'Alice (oid-of-alice)', until };
    expect(answer).toMatchObject({ status: 201, keepsItsSchema: true, body: expected });
    expect(await call('GET /api/pauses', read)).toMatchObject({ status: 200, body: { pauses: [expected] } });
  });

  it('replaces the pause of the same scope', async () => {
    const { call, world } = await anApi();
    await call('POST /api/pauses', { ...operate, body });
    await call('POST /api/pauses', { ...operate, body: { ...body, reason: 'still busy' } });
    await call('POST /api/pauses', { ...operate, body: { ...body, scope: { class: 'all' } } });
    expect((await world.pauses.list()).map(({ reason }) => reason).toSorted()).toEqual(['still busy', body.reason]);
  });

  it.each([
    ['a class that the policy does not have', { scope: { class: 'nobody' } }, 422, 'class-unknown'],
    ['a time that has passed', { until: '2026-06-01T11:00:00Z' }, 422, 'time-passed'],
    ['several scopes at once', { scope: { fleet: true, class: 'all' } }, 400, 'input-invalid'],
    ['what is no key', { scope: { key: 'https://payments.vault.azure.net/secrets/x' } }, 400, 'input-invalid'],
    ['no reason', { reason: ' ' }, 400, 'input-invalid'],
  ])('refuses %s', async (_, change, status, code) => {
    const { call, world } = await anApi();
    expect(await call('POST /api/pauses', { ...operate, body: { ...body, ...change } })).toMatchObject({
      status,
      body: { code },
    });
    expect(await world.pauses.list()).toEqual([]);
  });

  it('is for operators', async () => {
    const { call } = await anApi();
    expect(await call('POST /api/pauses', { ...read, body })).toMatchObject({ status: 403 });
  });
});

describe('POST /api/pauses/{id}/resume', () => {
  it('ends the pause and wakes the rotations that it held', async () => {
    const { call, world, told } = await anApi();
    const id = idOf(await call('POST /api/pauses', { ...operate, body }));
    const record = {
      key: ledger,
      cause: 'schedule',
      mode: 'rotate',
      reason: 'it was due',
      requestedBy: 'sweep',
      state: 'waiting',
      startedAt: '2026-06-01T11:00:00Z',
      from: '0'.repeat(32),
      retires: [] as string[],
    } as const;
    await world.records.open({ ...record, id: '0123456789abcdef-1', pausedBy: id });
    await world.records.open({ ...record, id: '0123456789abcdef-2' });
    expect(await call(`POST /api/pauses/${id}/resume`, operate)).toMatchObject({ status: 200, keepsItsSchema: true });
    expect(await world.pauses.list()).toEqual([]);
    expect(told).toHaveLength(1);
    expect(await call(`POST /api/pauses/${id}/resume`, operate)).toMatchObject({
      status: 404,
      body: { code: 'pause-unknown' },
    });
  });
});
