import { RecordMissing } from '../../../shared/evidence/evidence-errors';
import { daysAgo, today } from '../../examples';
import { aMove, keyNamed, recordOf, rotationIdOf } from './evidence-examples';
import { storesUnderTest } from './stores-under-test';

const key = keyNamed('ledger');
const id = rotationIdOf(key, 'one');
const finding = { code: 'only-assumed', message: 'x'.repeat(600), nextStep: 'look' };

describe.each(storesUnderTest)('records %s', (_, openStores) => {
  const recordsNow = async () => (await openStores(() => today)).records;

  it('opens a record once: the first one written holds', async () => {
    const records = await recordsNow();
    const first = recordOf(key, 'one', { reason: 'first' });
    expect(await records.open(first)).toEqual(first);
    expect(await records.open(recordOf(key, 'one', { reason: 'second', startedAt: daysAgo(1) }))).toEqual(first);
    expect((await records.list({})).records).toEqual([first]);
  });

  it('opens one record when several open it at once', async () => {
    const records = await recordsNow();
    const opened = await Promise.all(
      ['a', 'b', 'c', 'd'].map((reason) => records.open(recordOf(key, 'one', { reason }))),
    );
    expect(new Set(opened.map(({ reason }) => reason)).size).toBe(1);
  });

  it('updates a record, closed or not, and can take a field away', async () => {
    const records = await recordsNow();
    await records.open(recordOf(key, 'one', { state: 'partial' }));
    await records.update(id, { state: 'running', closedAt: undefined });
    expect(await records.get(id)).toMatchObject({ state: 'running', reason: 'a test' });
    expect((await records.get(id))?.closedAt).toBeUndefined();
    const closed = await records.update(id, { state: 'proven', closedAt: daysAgo(0) });
    expect(await records.get(id)).toEqual(closed);
  });

  it('loses no change when several are made at once', async () => {
    const records = await recordsNow();
    await records.open(recordOf(key, 'one'));
    await Promise.all([
      records.update(id, { pausedBy: 'said' }),
      records.update(id, { nextStep: 'do' }),
      records.noteRetirement(id, { state: 'waiting', at: daysAgo(0), reasons: [] }),
    ]);
    expect(await records.get(id)).toMatchObject({ pausedBy: 'said', nextStep: 'do', retirement: { state: 'waiting' } });
  });

  it('keeps a record whose retirement is held for many reasons', async () => {
    const records = await recordsNow();
    await records.open(recordOf(key, 'one'));
    const retirement = { state: 'held' as const, at: daysAgo(0), reasons: Array.from({ length: 200 }, () => finding) };
    await records.noteRetirement(id, retirement);
    expect((await records.get(id))?.retirement).toEqual(retirement);
  });

  it('refuses to update a record that was never opened', async () => {
    const records = await recordsNow();
    await expect(records.update(id, { state: 'failed' })).rejects.toThrow(RecordMissing);
  });

  it('answers undefined for an id without record, whatever it looks like', async () => {
    const records = await recordsNow();
    expect(await records.get(id)).toBeUndefined();
    expect(await records.get('../a?b#c')).toBeUndefined();
    expect(await records.steps('../a?b#c')).toEqual([]);
    expect(await records.moves('../a?b#c')).toEqual([]);
  });

  it('writes a step or move again under its own name, in the record of its rotation', async () => {
    const records = await recordsNow();
    const at = (minute: number) => `2027-03-01T00:0${minute}:00.000Z`;
    await records.noteStep(id, { name: 'prove', at: at(2), outcome: 'not shown' });
    await records.noteStep(id, { name: 'create', at: at(1), outcome: 'made' });
    await records.noteStep(id, { name: 'prove', at: at(3), outcome: 'shown' });
    await records.noteMove(id, aMove('/subscriptions/1/b', { proof: 'unproven', state: 'pending' }));
    await records.noteMove(id, aMove('/subscriptions/1/a'));
    await records.noteMove(id, aMove('/subscriptions/1/b'));
    await records.noteMove(rotationIdOf(key, 'two'), aMove('/subscriptions/1/c'));
    expect((await records.steps(id)).map(({ name, outcome }) => [name, outcome])).toEqual([
      ['create', 'made'],
      ['prove', 'shown'],
    ]);
    expect(await records.moves(id)).toEqual([aMove('/subscriptions/1/a'), aMove('/subscriptions/1/b')]);
    expect(await records.move(id, '/subscriptions/1/b')).toEqual(aMove('/subscriptions/1/b'));
    expect(await records.move(id, '/subscriptions/1/c')).toBeUndefined();
  });
});
