import type { PauseScope } from '../../shared/rotations/pause';
import { wakePaused } from '../../shared/rotations/wake-paused';
import { aPolicy, ledger } from '../examples';
import { days, hours, minutes, type RotationRun, rotationRun } from './rotation-run';

/** A run with a canary and another account on the key's first version. */
function withAccounts(how = {}) {
  const run = rotationRun(how);
  for (const id of ['one', 'two'])
    run.world.dependents.add({ id, key: ledger, version: run.first.version, canary: id === 'one' });
  return run;
}

const pause = (run: RotationRun, scope: PauseScope = { key: ledger }, until?: Date) =>
  run.world.pauses.put({
    id: 'pause-1',
    scope,
    reason: 'the shop is busy',
    requestedBy: 'Alice',
    at: run.clock.now().toISOString(),
    ...(until && { until: until.toISOString() }),
  });

const endPause = async (run: RotationRun) => {
  await run.world.pauses.end('pause-1', 'Alice', run.clock.now().toISOString());
  await wakePaused(run.simulation.world, await run.world.records.unfinished());
};

describe('a pause', () => {
  it.each<[string, PauseScope]>([
    ['a key', { key: ledger }],
    ['a class', { class: 'standard' }],
    ['the fleet', { fleet: true }],
  ])('of %s lets a rotation wait with the reason, and go on when it ends', async (_, scope) => {
    const run = withAccounts();
    await pause(run, scope);
    await run.ask('near-expiry');
    await run.clock.advance(days(3));
    expect(await run.records()).toMatchObject([
      { state: 'waiting', because: 'paused by Alice: the shop is busy', pausedBy: 'pause-1' },
    ]);
    expect(run.versions()).toHaveLength(1);

    await endPause(run);
    await run.clock.advance(hours(1));
    const [record] = await run.records();
    expect(record).toMatchObject({ state: 'proven' });
    expect(record).not.toHaveProperty('pausedBy', expect.anything());
    expect(record).not.toHaveProperty('because', expect.anything());
  });

  it.each<[string, PauseScope]>([
    ['another key', { key: `${ledger}-2` as typeof ledger }],
    ['another class', { class: 'other' }],
  ])('of %s holds nothing', async (_, scope) => {
    const run = withAccounts();
    await pause(run, scope);
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
  });

  it('ends by itself at its time', async () => {
    const run = withAccounts();
    await pause(run, { key: ledger }, new Date(+run.clock.now() + hours(5)));
    await run.ask('near-expiry');
    await run.clock.advance(hours(4.9));
    expect(run.versions()).toHaveLength(1);
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
    await run.sweepAndWait();
    expect(await run.world.pauses.list()).toEqual([]);
  });

  it('holds a rotation between its waves, and lets the wave that has begun come to its end', async () => {
    const run = withAccounts();
    run.world.dependents.change('one', { faults: { pendingTimes: 6 } });
    await run.ask('near-expiry');
    await run.clock.advance(minutes(4));
    await pause(run);
    await run.clock.advance(days(2));
    const [, second] = run.versions();
    expect(run.world.dependents.versionOf('one')).toBe(second?.version);
    expect(run.world.dependents.versionOf('two')).toBe(run.first.version);
    expect(await run.records()).toMatchObject([{ state: 'waiting', pausedBy: 'pause-1' }]);

    await endPause(run);
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'proven', counts: { proven: 2 } }]);
  });

  it('wakes, by the sweep, what nobody told that it is over', async () => {
    const run = withAccounts();
    await pause(run);
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await run.world.pauses.end('pause-1', 'Alice', run.clock.now().toISOString());
    await run.sweepAndWait();
    await run.clock.advance(minutes(30));
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
  });

  it('R19c: holds no emergency, neither one that comes later nor its retirement', async () => {
    const run = withAccounts();
    await pause(run, { fleet: true });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await run.ask('compromise');
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([
      { cause: 'compromise', state: 'proven', retirement: { state: 'retired' } },
    ]);
  });

  it('keeps the sweep from starting what is due, and the posture says why', async () => {
    const run = withAccounts({ ageInDays: 100 });
    await pause(run);
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    expect(await run.records()).toEqual([]);
    expect(await run.world.requests.unservedKeys()).toEqual([]);
    expect(await run.world.posture.get(ledger)).toMatchObject({
      state: 'overdue',
      because: 'paused by Alice: the shop is busy',
    });
  });

  it('keeps the sweep from repairing', async () => {
    const run = withAccounts();
    run.world.dependents.change('two', { faults: { neverMoves: true } });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    run.world.dependents.change('two', { faults: {} });
    await pause(run);
    await run.sweepAndWait();
    await run.clock.advance(hours(5));
    expect(await run.records()).toMatchObject([{ state: 'partial' }]);
  });

  it('keeps old versions enabled, and lets them be retired afterwards', async () => {
    const run = withAccounts();
    await run.ask('near-expiry');
    await run.clock.advance(days(5));
    await pause(run);
    await run.clock.advance(days(5));
    expect(await run.records()).toMatchObject([{ retirement: { state: 'held', reasons: [{ code: 'paused' }] } }]);
    await endPause(run);
    await run.clock.advance(days(1));
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ retirement: { state: 'retired' } }]);
  });

  it('is told of again every week, and not more often', async () => {
    const run = rotationRun({ ageInDays: 1, policy: aPolicy({ class: { cryptoperiod: 'P2Y' } }) });
    await pause(run, { fleet: true });
    for (let hour = 0; hour < 15 * 24; hour += 12) {
      await run.sweepAndWait();
      await run.clock.advance(hours(12));
    }
    expect(run.world.alerts.raised).toMatchObject([
      { kind: 'NeedsPerson', subject: 'pause/pause-1' },
      { kind: 'NeedsPerson', whatToDo: expect.stringContaining('POST /api/pauses/pause-1/resume') },
    ]);
  });
});
