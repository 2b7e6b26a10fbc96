import type { Dependent } from '../../../shared/dependents/dependent';
import { estimateOf } from '../../../shared/incidents/estimate';
import { isForAPerson, type KeyProgress } from '../../../shared/incidents/key-progress';
import { ledger } from '../../examples';

const now = new Date('2027-03-01T12:00:00.000Z');
const aDay = 86_400_000;
const times = { asked: now.toISOString() };

const aKey = (how: Partial<KeyProgress> = {}): KeyProgress => ({
  key: ledger,
  mode: 'new-version',
  newDataKeys: false,
  containment: 'after',
  state: 'running',
  times,
  counts: { total: 1, proven: 0 },
  dependents: [],
  leavesOpen: [],
  ...how,
});
const aDependent = (mode: Dependent['mode'] = 'pinned'): Dependent => ({
  id: '/a',
  type: 'a',
  mode,
  canary: false,
  keepsOldVersionFor: [],
});
const estimate = (keys: KeyProgress[], left: Dependent[] = []) =>
  estimateOf({ keys, left }, { now, lagOf: () => aDay });
const secondsTo = (time: string | undefined) => (Date.parse(time ?? '') - now.getTime()) / 1_000;

describe('the estimate of the time to safe', () => {
  it('is none once everything is proven', () => {
    expect(estimate([aKey({ times: { ...times, proven: times.asked } })])).toBeUndefined();
  });

  it('counts what Azure lets through, and for the latest what follows by itself', () => {
    const found = estimate([aKey()], [aDependent(), aDependent('following')]);
    expect(secondsTo(found?.earliest)).toBeLessThan(60);
    expect(secondsTo(found?.latest)).toBeGreaterThanOrEqual(aDay / 1_000);
    expect(found?.inWords).toMatch(/^1 key and 2 dependents are not proven yet\./);
  });

  it('names no latest time as long as it is not known what uses a key', () => {
    const found = estimate([aKey(), aKey({ counts: { total: 0, proven: 0 } })], [aDependent()]);
    expect(found?.earliest).toBeDefined();
    expect(found?.latest).toBeUndefined();
    expect(found?.inWords).toContain('What uses 1 key of them is still being looked for');
  });

  it.each(['closed', 'parked', 'failed'])('names no time where a person is needed: %s', (state) => {
    expect(isForAPerson({ state })).toBe(true);
    expect(estimate([aKey({ state })])).toEqual({ inWords: expect.stringContaining('a person is needed for 1 key') });
    expect(estimate([aKey({ state }), aKey()], [aDependent()])).toMatchObject({
      latest: expect.any(String),
      inWords: expect.stringMatching(/^1 key and 1 dependent .*a person is needed for 1 key/),
    });
  });

  it('says how many of the dependents a person must move', () => {
    expect(estimate([aKey()], [aDependent('by-hand')])?.inWords).toContain('1 must be moved by a person');
  });
});
