import { Policy } from '../../shared/policy/policy';
import { aPolicy, ledger } from '../examples';
import { days, hours, rotationRun } from './rotation-run';

/** Begins a day before the overlap of what is rotated at once is over. */
const freeze = { name: 'audit', from: '2027-03-07', to: '2027-03-15', timeZone: 'UTC' };
const wednesdays = [{ days: ['wed' as const], from: '02:00', to: '06:00', timeZone: 'UTC' }];

function withAccount(policy: Policy) {
  const run = rotationRun({ policy });
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  return run;
}
const frozen = () => withAccount(Policy.parse({ ...aPolicy(), freezes: [freeze] }));
const isEnabled = (run: ReturnType<typeof withAccount>) => run.versions().map(({ enabled }) => enabled);

describe('an old version that nothing holds', () => {
  it('is disabled only when a freeze is over, and nobody is alarmed meanwhile', async () => {
    const run = frozen();
    await run.ask('near-expiry');
    await run.clock.advance(days(9));
    await run.sweepAndWait();
    expect(isEnabled(run)).toEqual([true, true]);
    expect((await run.records())[0]?.retirement).toMatchObject({
      state: 'waiting',
      opensAt: '2027-03-15T00:00:00.000Z',
    });
    expect(run.alerts()).not.toContain('RetirementHeld');

    await run.clock.advance(days(5));
    expect((await run.records())[0]?.retirement).toMatchObject({ state: 'retired' });
    expect(isEnabled(run)).toEqual([false, true]);
  });

  it('is disabled in a window of its class, also when the rotation itself was to wait for none', async () => {
    const run = withAccount(aPolicy({ class: { windows: wednesdays } }));
    const disabledOn: string[] = [];
    const disable = run.world.keys.disable.bind(run.world.keys);
    run.world.keys.disable = async (key, version) => {
      disabledOn.push(run.clock.now().toISOString().slice(0, 13));
      await disable(key, version);
    };
    await run.ask('manual', 'now', { outsideWindows: true });
    await run.clock.advance(days(8));
    await run.sweepAndWait();
    await run.clock.advance(days(2));
    expect(disabledOn).toEqual(['2027-03-10T02']);
  });

  it('is disabled in the midst of a freeze after an emergency', async () => {
    const run = frozen();
    await run.clock.advance(days(8));
    await run.ask('compromise');
    await run.clock.advance(hours(3));
    expect(isEnabled(run)).toEqual([false, true]);
  });
});
