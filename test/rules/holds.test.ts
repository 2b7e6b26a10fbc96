import { aPolicy, ledger } from '../examples';
import { days, hours, rotationRun } from './rotation-run';

describe('an old version that backups need until a date', () => {
  it('is held until then, and retired by the next sweep without anybody', async () => {
    const holds = [{ of: 'one', reason: 'monthly tapes', for: 'P30D' }];
    const run = rotationRun({ policy: aPolicy({ class: { holds } }) });
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version, keepsOldVersionFor: ['backups'] });
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    const [record] = await run.records();
    const until = new Date(Date.parse(record?.closedAt ?? '') + days(30)).toISOString();
    expect(record?.retirement).toMatchObject({
      state: 'held',
      until,
      reasons: [{ code: 'old-version-needed-until', until }],
    });
    expect(run.world.alerts.raised.at(-1)).toMatchObject({
      kind: 'RetirementHeld',
      summary: expect.stringContaining('monthly tapes'),
    });

    // A sweep asks shortly before the date, and the next one does not wait a day.
    await run.clock.advance(days(21.9));
    run.sweep();
    await run.clock.advance(hours(1));
    expect((await run.records())[0]?.retirement?.state).toBe('held');
    await run.clock.advance(hours(2));
    run.sweep();
    await run.clock.advance(hours(1));
    expect((await run.records())[0]?.retirement).toMatchObject({ state: 'retired' });
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, true]);
  });
});
