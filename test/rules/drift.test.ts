import { aPolicy, ledger } from '../examples';
import { days, hours, rotationRun } from './rotation-run';

/** A rotation that is proven, and a dependent that somebody brought back to the old version since. */
const drifted = async (how: Parameters<typeof rotationRun>[0] = {}) => {
  const run = rotationRun(how);
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  run.world.dependents.add({ id: 'two', key: ledger, version: run.first.version });
  await run.ask('near-expiry');
  await run.clock.advance(hours(1));
  run.world.dependents.change('one', { version: run.first.version });
  return run;
};

describe('a dependent that went back to an old version', () => {
  it('is moved again by one wish, without a new version, and the old one is retired later', async () => {
    const run = await drifted();
    await run.ask('manual', 'once more', { toCurrent: true });
    await run.clock.advance(hours(1));
    expect(run.versions()).toHaveLength(2);
    expect(run.world.dependents.versionOf('one')).toBe(run.versions()[1]?.version);
    expect(await run.records()).toMatchObject([
      { mode: 'rotate', state: 'proven' },
      { mode: 're-wrap', cause: 'manual', state: 'proven', from: run.first.version, to: run.versions()[1]?.version },
    ]);
    for (let day = 0; day < 10; day += 1) {
      await run.sweepAndWait();
      await run.clock.advance(days(1));
    }
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, true]);
  });

  it('holds the old version for what it wrote with it until then', async () => {
    const holds = [{ of: 'one', reason: 'tapes', for: 'P20D' }];
    const run = await drifted({ policy: aPolicy({ class: { holds } }) });
    await run.clock.advance(days(5));
    await run.ask('manual', 'once more', { toCurrent: true });
    await run.clock.advance(days(8));
    const records = await run.records();
    const until = new Date(Date.parse(records[1]?.closedAt ?? '') + days(20)).toISOString();
    for (const { retirement } of records) expect(retirement).toMatchObject({ state: 'held', until });
  });
});
