import { makeCase } from '../../../shared/departures/make-case';
import { aGrant, aTenant, ledger } from '../../shared/access/a-tenant';
import { Webhook } from 'standardwebhooks';
import { anApi, departureSecret, hookSecret } from './an-api';

const alice = '0a11ce00-0000-4000-8000-000000000001';
const operate = { roles: ['Rewrap.Operate'] };
const read = { roles: ['Rewrap.Read'] };

describe('POST /api/departures', () => {
  it('R19a: begins a case about a principal of the tenant, once for the same words', async () => {
    const api = await anApi();
    api.world.directory.known.add(alice);
    const body = { principal: alice.toUpperCase(), reason: 'leaves the company' };
    expect(await api.call('POST /api/departures', { ...operate, body })).toMatchObject({
      status: 202,
      keepsItsSchema: true,
      body: { principal: alice, known: false, settlesWithin: 'PT10M' },
    });
    expect(await api.call('POST /api/departures', { ...operate, body })).toMatchObject({ body: { known: true } });
    expect(await api.world.signals.open(alice)).toMatchObject([
      { kind: 'told', reason: 'leaves the company', by: expect.stringContaining('oid-of-alice') },
    ]);
    expect(api.started).toEqual([
      { name: 'respondToRoleChange', id: `principal-${alice}`, input: { principal: alice } },
    ]);
  });

  it('refuses an address, and says what it wants instead', async () => {
    const api = await anApi();
    const body = { principal: 'alice@halden.example', reason: 'leaves' };
    expect(await api.call('POST /api/departures', { ...operate, body })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('Expected an object id') },
    });
    expect(await api.world.signals.principals()).toEqual([]);
  });

  it('refuses a principal outside of the tenant, and begins nothing', async () => {
    const api = await anApi();
    const body = { principal: alice, reason: 'leaves' };
    expect(await api.call('POST /api/departures', { ...operate, body })).toMatchObject({
      status: 422,
      body: { code: 'principal-unknown' },
    });
    expect(await api.world.signals.principals()).toEqual([]);
    expect(api.started).toEqual([]);
  });

  it.each([
    ['no token', {}, 401],
    ['a forged token', { authorization: 'Bearer a.b.c' }, 401],
    ['a token of somebody who may only read', read, 403],
  ])('refuses %s, and begins nothing', async (_, how, status) => {
    const api = await anApi();
    api.world.directory.known.add(alice);
    const body = { principal: alice, reason: 'leaves' };
    expect(await api.call('POST /api/departures', { ...how, body })).toMatchObject({ status });
    expect(await api.world.signals.principals()).toEqual([]);
  });
});

describe('POST /api/hooks/departures', () => {
  const hook = 'POST /api/hooks/departures';
  const notice = { type: 'employee.left', data: { principal: alice, reason: 'leaves on Friday' } };
  const signed = (body: object, { secret = departureSecret, at = new Date(), id = 'msg_1' } = {}) => {
    const text = JSON.stringify(body);
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    const signature = new Webhook(secret).sign(id, at, text);
    return {
      text,
      headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    };
  };
  const anApiOfAlice = async () => {
    const api = await anApi();
    api.world.directory.known.add(alice);
    return api;
  };

  it('R19a: begins a case, once for the same message', async () => {
    const api = await anApiOfAlice();
    expect(await api.call(hook, signed(notice))).toMatchObject({ status: 202, body: { outcome: 'begun' } });
    expect(await api.call(hook, signed(notice))).toMatchObject({ status: 202, body: { outcome: 'known' } });
    expect(await api.world.signals.open(alice)).toMatchObject([{ kind: 'told', reason: 'leaves on Friday' }]);
    expect(api.started).toHaveLength(1);
  });

  it('keeps a notice about somebody of another tenant, tells of it once, and begins nothing', async () => {
    const api = await anApi();
    for (let n = 0; n < 2; n += 1)
      expect(await api.call(hook, signed(notice))).toMatchObject({ status: 202, body: { outcome: 'refused' } });
    expect(api.stores.letters.kept).toMatchObject([{ source: 'reportDepartureHook' }]);
    expect(api.alerts.raised).toMatchObject([{ kind: 'EventRefused' }]);
    expect(await api.world.signals.principals()).toEqual([]);
    expect(api.started).toEqual([]);
  });

  const other = `whsec_${Buffer.from('guessed').toString('base64')}`;
  it.each([
    ['a signature by another secret', signed(notice, { secret: other }), 401],
    ['a signature of those who report alerts', signed(notice, { secret: hookSecret }), 403],
    ['a message of six minutes ago, sent again', signed(notice, { at: new Date(Date.now() - 360_000) }), 401],
    ['another body than was signed', { ...signed(notice), text: JSON.stringify({ ...notice, type: 'x' }) }, 401],
    ['no signature', { body: notice }, 401],
  ])('refuses %s, and begins nothing', async (_, sent, status) => {
    const api = await anApiOfAlice();
    expect(await api.call(hook, sent)).toMatchObject({ status });
    expect(api.logged).toContainEqual(expect.arrayContaining(['call refused']));
    expect(await api.world.signals.principals()).toEqual([]);
    expect(api.started).toEqual([]);
  });

  it('lets nobody report alerts by that secret', async () => {
    const api = await anApi();
    expect(await api.call('POST /api/hooks/alerts', signed(notice))).toMatchObject({ status: 403 });
  });
});

describe('GET /api/cases', () => {
  const anApiWithCase = async () => {
    const api = await anApi();
    const rules = (await api.world.policy()).departures;
    const signal = { id: 's', principal: alice, kind: 'lost' as const, at: '2026-06-01T11:00:00.000Z', before: 'b' };
    const before = { id: 'b', facts: aTenant({ who: [alice], grants: [aGrant(alice)] }) };
    const after = { id: 'a', facts: aTenant({ who: [alice] }) };
    const now = api.world.now();
    const made = makeCase({
      principal: alice,
      signals: [signal],
      before: [before],
      after,
      news: [],
      taken: [],
      rules,
      now,
    });
    await api.world.cases.open(made);
    return { ...api, made };
  };

  it('lists what became of whom, and tells each whole: reach before and after, and the rotations', async () => {
    const { call, made } = await anApiWithCase();
    expect(await call('GET /api/cases', read)).toMatchObject({
      keepsItsSchema: true,
      body: { cases: [{ id: made.id, verdict: 'departure', principal: { id: alice }, counts: { 'new-version': 1 } }] },
    });
    expect(await call(`GET /api/cases/${made.id}`, read)).toMatchObject({
      status: 200,
      keepsItsSchema: true,
      body: {
        objects: [
          {
            id: ledger,
            before: ['use'],
            after: [],
            response: 'new-version',
            statusUrl: expect.stringContaining('/api/rotations/'),
          },
        ],
        ways: [expect.stringContaining('has the role Role unwrapper')],
      },
    });
  });

  it('says so when there is no such case', async () => {
    const { call } = await anApiWithCase();
    expect(await call(`GET /api/cases/${'0'.repeat(32)}`, read)).toMatchObject({
      status: 404,
      body: { code: 'case-unknown' },
    });
  });
});
