import { KeyAccessRefused } from '../../shared/keys/key-errors';
import { ledger } from '../examples';
import { days, hours, minutes, rotationRun } from './rotation-run';

const withAccount = (how = {}) => {
  const run = rotationRun(how);
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  return run;
};
const ways = ['once', 'twice', 'twice-at-once', 'fails-before', 'answer-lost'] as const;
const refused = () =>
  new KeyAccessRefused({ operation: 'disable', on: ledger, kind: 'vault' }, 'ForbiddenByRbac', undefined);

describe('a retirement, run by the real workflows and steps', () => {
  it('does not say that it is over before every version is disabled', async () => {
    const run = withAccount();
    run.world.dependents.change('one', { faults: { pendingTimes: 50 } });
    await run.ask('near-expiry');
    await run.clock.advance(minutes(4));
    await run.ask('compromise', 'incident-1');
    run.world.dependents.change('one', { faults: {} });
    // The second of two versions cannot be disabled.
    const disable = run.world.keys.disable.bind(run.world.keys);
    let refuses = true;
    run.world.keys.disable = async (key, version) => {
      if (refuses && version !== run.first.version) throw refused();
      await disable(key, version);
    };
    await run.clock.advance(hours(1));
    const [, emergency] = await run.records();
    expect(emergency?.retires).toHaveLength(2);
    expect(emergency?.retirement?.state).toBe('held');
    expect(run.alerts()).not.toContain('RetirementDone');

    refuses = false;
    await run.clock.advance(days(1));
    run.sweep();
    await run.clock.advance(hours(1));
    expect((await run.records())[1]?.retirement?.state).toBe('retired');
    expect(run.alerts().filter((kind) => kind === 'RetirementDone')).toHaveLength(1);
  });

  it.each(ways)('is held, and tells why, when it cannot be gone through (its end is delivered %s)', async (way) => {
    const order = [way];
    const run = withAccount({ deliver: (step: string) => (step === 'stopRetirement' && order.shift()) || 'once' });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    run.world.keys.softDelete(ledger);
    await run.clock.advance(days(8));
    const [record] = await run.records();
    expect(record?.retirement).toMatchObject({
      state: 'held',
      reasons: [{ code: 'retirement-failed', message: expect.stringContaining('deleted') }],
    });
    expect(run.world.alerts.raised.filter(({ kind }) => kind === 'RetirementHeld')).toMatchObject([
      { summary: expect.stringContaining('deleted') },
    ]);

    run.world.keys.recover(ledger);
    run.sweep();
    await run.clock.advance(hours(1));
    expect((await run.records())[0]?.retirement?.state).toBe('retired');
  });

  it('tells again when it is held for another reason than before', async () => {
    const run = withAccount();
    run.world.dependents.addUnknown(ledger, 'bus');
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    run.world.dependents.addUnreadable('/subscriptions/2');
    for (let day = 0; day < 3; day++) {
      run.sweep();
      await run.clock.advance(days(1));
    }
    const held = run.world.alerts.raised.filter(({ kind }) => kind === 'RetirementHeld');
    expect(held).toHaveLength(2);
    expect(held[1]?.whatToDo).toContain('/subscriptions/2');
  });

  it('is held while a search no longer shows whom the rotation itself has moved, wherever it is by now', async () => {
    const run = withAccount();
    run.world.dependents.add({ id: 'two', key: ledger, version: run.first.version });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    run.world.dependents.change('two', { version: run.first.version, faults: { hidden: true } });
    await run.clock.advance(days(8));
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([true, true]);
    expect((await run.records())[0]?.retirement?.reasons).toMatchObject([
      { code: 'unreadable-scope', message: expect.stringContaining('two') },
    ]);
  });

  it.each([
    ['is held while a search no longer shows whom an earlier one brought to the old version', false, [true, true]],
    ['goes on when the dependent that is no longer found is gone', true, [false, true]],
  ])('%s', async (_, gone, enabled) => {
    const run = withAccount();
    run.world.dependents.add({ id: 'two', key: ledger, version: run.first.version });
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    if (gone) run.world.dependents.remove('two');
    else run.world.dependents.change('two', { faults: { hidden: true } });
    await run.ask('manual');
    await run.clock.advance(days(8));
    const [, second] = await run.records();
    expect(second).toMatchObject({ state: 'proven', counts: { total: 1 } });
    expect(run.versions().map((version) => version.enabled)).toEqual([false, ...enabled]);
    if (!gone)
      expect(second?.retirement?.reasons).toMatchObject([
        { code: 'unreadable-scope', message: expect.stringContaining('two') },
      ]);
  });
});
