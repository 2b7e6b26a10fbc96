import type { Case } from '../../../shared/departures/case';
import type { NewsItem } from '../../../shared/departures/news';
import type { Signal } from '../../../shared/departures/signal';
import { hashOf } from '../../../shared/hash';
import { aGrant, aTenant } from '../access/a-tenant';
import { storesUnderTest } from './stores-under-test';

const at = (minute: number) => `2026-03-01T12:0${minute}:00.000Z`;
const alice = '0a11ce00-0000-4000-8000-000000000001';
const aSignal = (id: string, minute: number): Signal => ({ id, principal: alice, kind: 'lost', at: at(minute) });
const newsOf = (id: string, minute: number): NewsItem => ({ id, what: 'a write', about: '/a/b', at: at(minute) });

const aCase = (name: string, minute: number): Case => ({
  id: hashOf(name),
  principal: { id: alice, kind: 'user' },
  presence: 'here',
  verdict: 'departure',
  openedAt: at(minute),
  judgedAt: at(minute),
  counts: { 'new-version': 0, propose: 0, 'propose-clean-vault': 0, none: 0 },
  signals: [],
  before: 'b',
  after: 'a',
  objects: [],
  ways: [],
  events: [],
});

describe.each(storesUnderTest)('what is kept about departures %s', (_, openStores) => {
  const open = () => openStores(() => new Date(at(0)));

  it('has a snapshot once for the same access, in whatever order it was read', async () => {
    const { snapshots } = await open();
    const facts = aTenant({ who: ['a', 'b'], grants: [aGrant('a'), aGrant('b')] });
    const id = await snapshots.keep(facts);
    expect(await snapshots.keep({ ...facts, asOf: at(5), grants: facts.grants.toReversed() })).toBe(id);
    expect(await snapshots.keep({ ...facts, grants: [] })).not.toBe(id);
    expect(await snapshots.get(id)).toEqual(facts);
    await expect(snapshots.get('none')).rejects.toMatchObject({ code: 'snapshot-missing' });
  });

  it('lets a snapshot follow only the one that it was compared with', async () => {
    const { snapshots } = await open();
    const [a, b, c] = [1, 2, 3].map((n) => ({ id: `${n}`, seenAt: at(n) }));
    if (!a || !b || !c) throw new Error('expected three');
    expect(await snapshots.replace(a, undefined)).toBe(true);
    expect(await snapshots.replace(b, a)).toBe(true);
    expect(await snapshots.replace(c, a)).toBe(false);
    expect(await snapshots.last()).toEqual(b);
  });

  it('keeps news until a look, and afterwards as evidence', async () => {
    const { news } = await open();
    expect(await news.note(newsOf('a', 1))).toEqual({ first: true });
    expect(await news.note(newsOf('b', 2))).toEqual({ first: false });
    const heard = await news.waiting();
    await news.note(newsOf('c', 3));
    await news.looked(heard);
    expect(await news.waiting()).toEqual([newsOf('c', 3)]);
    expect(await news.since(at(1))).toEqual([newsOf('b', 2), newsOf('a', 1)]);
    expect(await news.since(at(2))).toEqual([newsOf('b', 2)]);
  });

  it('has each signal once, oldest first, until a case is made of it', async () => {
    const { signals } = await open();
    expect(await signals.add(aSignal('b', 2))).toBe(true);
    expect(await signals.add(aSignal('a', 1))).toBe(true);
    expect(await signals.add(aSignal('a', 5))).toBe(false);
    expect(await signals.open(alice)).toEqual([aSignal('a', 1), aSignal('b', 2)]);
    expect(await signals.principals()).toEqual([alice]);
    await signals.settle([aSignal('a', 1), aSignal('b', 2)], 'case');
    expect(await signals.open(alice)).toEqual([]);
    expect(await signals.principals()).toEqual([]);
    expect(await signals.add(aSignal('a', 1))).toBe(false);
  });

  it('writes a case once, and lists cases from the newest', async () => {
    const { cases } = await open();
    const first = aCase('first', 1);
    await cases.open(first);
    expect(await cases.open({ ...first, verdict: 'restored' })).toEqual(first);
    await cases.open(aCase('second', 2));
    expect(await cases.get(first.id)).toEqual(first);
    expect(await cases.get('none')).toBeUndefined();
    expect(await cases.list()).toMatchObject({
      cases: [{ id: hashOf('second') }, { id: hashOf('first'), verdict: 'departure' }],
    });
  });
});
