import { KeyAccessRefused } from '../../shared/keys/key-errors';
import { ledger } from '../examples';
import { days, hours, minutes, rotationRun } from './rotation-run';

const withAccount = (how = {}) => {
  const run = rotationRun(how);
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  return run;
};
const refused = (operation: 'backUp' | 'unwrap') =>
  new KeyAccessRefused({ operation, on: ledger, kind: 'vault' }, 'ForbiddenByRbac');

describe('what a rotation leaves unfinished', () => {
  it('tells how a rotation ended although the alert could not be kept at first', async () => {
    const run = withAccount();
    const raise = run.world.alerts.raise.bind(run.world.alerts);
    let broken = true;
    run.world.alerts.raise = async (alert) => {
      if (broken) throw new Error('storage does not answer');
      await raise(alert);
    };
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    broken = false;
    run.sweep();
    await run.clock.advance(hours(1));
    expect(run.alerts()).toEqual(['RotationProven']);
    expect(await run.world.requests.unservedKeys()).toEqual([]);
  });

  it('goes on with the version it has made once what parked it is mended, and shows the key as needing a person', async () => {
    const run = withAccount();
    run.world.keys.failNext('backUp', refused('backUp'));
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'parked' }]);

    await run.sweepAndWait();
    expect(await run.world.posture.get(ledger)).toMatchObject({ state: 'needs-person' });
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
    expect(run.versions()).toHaveLength(2);
    expect(run.world.dependents.versionOf('one')).toBe(run.versions()[1]?.version);
  });

  it('takes up a parked rotation when it is asked for again, and makes no further version', async () => {
    const run = withAccount();
    run.world.keys.failNext('backUp', refused('backUp'));
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await run.ask('manual');
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
    expect(run.versions()).toHaveLength(2);
    expect(await run.world.requests.unservedKeys()).toEqual([]);
  });

  it('retires the compromised version although its first emergency rotation was parked half-way', async () => {
    const run = withAccount();
    run.world.keys.failNext('prove', refused('unwrap'));
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(hours(1));
    await run.ask('compromise', 'incident-2');
    await run.clock.advance(hours(1));
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, false, true]);
  });

  it('retires at once in an emergency what an earlier rotation would have kept for its overlap', async () => {
    const run = withAccount();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(hours(1));
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, false, true]);
    await run.clock.advance(days(8));
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, false, true]);
  });

  it('moves nothing to a version that somebody has disabled since it was made', async () => {
    const run = withAccount();
    const createLike = run.world.keys.createLike.bind(run.world.keys);
    run.world.keys.createLike = async (...how) => {
      const made = await createLike(...how);
      await run.world.keys.disable(ledger, made.version);
      return made;
    };
    await run.ask('near-expiry');
    await run.clock.advance(minutes(30));
    expect(await run.records()).toMatchObject([{ state: 'parked', because: expect.stringContaining('disabled') }]);
    expect(run.world.dependents.writes).toEqual([]);
  });
});
