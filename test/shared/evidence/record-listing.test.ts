import { InvalidPlace } from '../../../shared/evidence/newest-first';
import { isUnfinished } from '../../../shared/evidence/unfinished';
import type { RotationRecord } from '../../../shared/rotations/record';
import { aRecord, daysAgo, today } from '../../examples';
import { keyNamed, recordOf, rotationIdOf } from './evidence-examples';
import { storesUnderTest } from './stores-under-test';

const key = keyNamed('ledger');
const other = keyNamed('other');
const idsOf = (records: readonly RotationRecord[]) => records.map(({ id }) => id);

describe.each(storesUnderTest)('listing records %s', (_, openStores) => {
  const recordsNow = async () => (await openStores(() => today)).records;

  it('answers the newest first, over all keys, of one key and of one incident', async () => {
    const records = await recordsNow();
    const old = recordOf(key, 'old', { startedAt: daysAgo(300), incidentId: 'INC-7 / leak' });
    const fresh = recordOf(key, 'fresh', { startedAt: daysAgo(1) });
    const others = recordOf(other, 'others', { startedAt: daysAgo(2), incidentId: 'INC-7 / leak' });
    for (const record of [fresh, old, others]) await records.open(record);
    expect(idsOf((await records.list({})).records)).toEqual(idsOf([fresh, others, old]));
    expect(idsOf((await records.list({ key })).records)).toEqual(idsOf([fresh, old]));
    expect(idsOf(await records.ofKey(key))).toEqual(idsOf([fresh, old]));
    expect(idsOf((await records.list({ incidentId: 'INC-7 / leak' })).records)).toEqual(idsOf([others, old]));
    expect(idsOf((await records.list({ key, incidentId: 'INC-7 / leak' })).records)).toEqual(idsOf([old]));
  });

  it('gives pages of a hundred that miss and repeat nothing', async () => {
    const records = await recordsNow();
    const made = Array.from({ length: 103 }, (_none, n) => recordOf(key, `r${n}`, { startedAt: daysAgo(n % 7) }));
    await Promise.all(made.map((record) => records.open(record)));

    for (const filter of [{}, { key }]) {
      const first = await records.list(filter);
      const second = await records.list({ ...filter, from: first.next ?? 'none' });
      expect([first.records.length, second.records.length, second.next]).toEqual([100, 3, undefined]);
      expect(idsOf([...first.records, ...second.records]).toSorted()).toEqual(idsOf(made).toSorted());
    }
  });

  it('names no next page after the last record', async () => {
    const records = await recordsNow();
    await records.open(recordOf(key, 'one'));
    expect(await records.list({})).toEqual({ records: [recordOf(key, 'one')] });
  });

  it('refuses to continue from a place that it never named', async () => {
    const records = await recordsNow();
    await expect(records.list({ from: "' or 1 eq 1" })).rejects.toThrow(InvalidPlace);
  });

  it('hands the sweep what is unfinished, and nothing once it is over', async () => {
    const records = await recordsNow();
    await records.open(
      recordOf(key, 'running', { state: 'running', closedAt: undefined, to: undefined, startedAt: daysAgo(1) }),
    );
    await records.open(recordOf(other, 'partial', { state: 'partial', startedAt: daysAgo(2) }));
    await records.open(recordOf(key, 'failed', { state: 'failed', to: undefined, retires: [] }));
    expect(idsOf(await records.unfinished())).toEqual([rotationIdOf(key, 'running'), rotationIdOf(other, 'partial')]);

    await records.update(rotationIdOf(key, 'running'), { state: 'parked', closedAt: daysAgo(0) });
    await records.update(rotationIdOf(other, 'partial'), { state: 'proven', closedAt: daysAgo(0) });
    expect(idsOf(await records.unfinished())).toEqual([rotationIdOf(other, 'partial')]);
    await records.noteRetirement(rotationIdOf(other, 'partial'), { state: 'retired', at: daysAgo(0), reasons: [] });
    expect(await records.unfinished()).toEqual([]);
    await records.noteRetirement(rotationIdOf(other, 'partial'), { state: 'held', at: daysAgo(0), reasons: [] });
    expect(idsOf(await records.unfinished())).toEqual([rotationIdOf(other, 'partial')]);
  });
});

const over = { at: daysAgo(0), reasons: [] };

describe('isUnfinished', () => {
  it.each<[string, Partial<RotationRecord>, boolean]>([
    ['is not closed', { state: 'running', closedAt: undefined }, true],
    ['is closed as partial', { state: 'partial', retires: [] }, true],
    ['is proven and its retirement was never begun', { state: 'proven' }, true],
    ['is proven and retires nothing', { state: 'proven', retires: [] }, false],
    ['waits to retire', { retirement: { ...over, state: 'waiting' } }, true],
    ['is held', { retirement: { ...over, state: 'held' } }, true],
    ['was reopened', { retirement: { ...over, state: 'reopened' } }, true],
    ['is retired', { retirement: { ...over, state: 'retired' } }, false],
    ['is parked before it made a version', { state: 'parked', to: undefined }, false],
    ['is parked after it made a version', { state: 'parked' }, true],
    ['failed before it made a version', { state: 'failed', to: undefined }, false],
    ['failed after it made a version', { state: 'failed' }, true],
  ])('knows of a rotation that %s', (_name, how, unfinished) => {
    expect(isUnfinished(aRecord(how))).toBe(unfinished);
  });
});
