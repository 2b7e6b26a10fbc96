import { liveThrough } from '../year/year';

describe('a year in a minute, in short', () => {
  it('keeps 25 keys for 60 days with faults, and with lost and duplicate events', async () => {
    const { broken, records, days, events } = await liveThrough({ keys: 25, days: 60, sweepsADay: 1, seed: 3 });
    expect(broken).toEqual([]);
    // What was lived through was worth the name.
    expect(days).toHaveLength(60);
    expect(new Set(records.map(({ cause }) => cause))).toEqual(new Set(['schedule', 'foreign-version', 'compromise']));
    expect(records.filter(({ state }) => state === 'proven').length).toBeGreaterThan(15);
    expect(events.lost * events.twice).toBeGreaterThan(0);
  }, 120_000);
});
