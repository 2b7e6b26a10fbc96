import { aPolicy, ledger } from '../examples';
import { principal } from '../shared/audit/examples';
import { days, hours, minutes, rotationRun, type RotationRun } from './rotation-run';

const ghost = { principal: principal('ghost'), own: false };
const ways = ['once', 'twice', 'twice-at-once', 'fails-before', 'answer-lost'] as const;

/** A rotation whose overlap is over within this minute: the old version is about to be disabled on trial. */
async function onTrial(how: Parameters<typeof rotationRun>[0] = {}): Promise<RotationRun> {
  const run = rotationRun(how);
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  run.world.audit.declare();
  await run.ask('near-expiry');
  await run.clock.advance(hours(1));
  for (let n = 0; n < days(8) && (await retirement(run))?.state !== 'trial'; n += minutes(1)) {
    await run.clock.advance(minutes(1));
  }
  expect(await retirement(run)).toMatchObject({ state: 'trial' });
  return run;
}
const retirement = async (run: RotationRun) => (await run.records())[0]?.retirement;
const codes = async (run: RotationRun) => (await retirement(run))?.reasons.map(({ code }) => code);
const oldIsEnabled = (run: RotationRun) => run.versions()[0]?.enabled;
const denied = (run: RotationRun) =>
  run.world.audit.add(ledger, { by: ghost, version: run.first.version, outcome: 'denied' });
const nextDay = async (run: RotationRun) => {
  await run.clock.advance(days(1));
  run.sweep();
  await run.clock.advance(hours(2));
};

describe('an old version that the gate has cleared', () => {
  it('is disabled on trial, and retired when nobody complains', async () => {
    const run = await onTrial();
    expect(oldIsEnabled(run)).toBe(false);
    expect(run.alerts()).not.toContain('RetirementDone');
    await run.clock.advance(minutes(31));
    expect(await retirement(run)).toMatchObject({ state: 'retired', reasons: [] });
    expect(oldIsEnabled(run)).toBe(false);
    expect(run.alerts()).toContain('RetirementDone');
    expect(run.alerts()).not.toContain('RetirementReopened');
  });

  it.each(ways)(
    'is enabled again within two minutes of the first refusal in the log (the look is delivered %s)',
    async (way) => {
      const order = [way];
      let complained = false;
      const run = await onTrial({
        deliver: (step: string) => (complained && step === 'watchTrial' && order.shift()) || 'once',
      });
      await run.clock.advance(minutes(7));
      complained = true;
      denied(run);
      await run.clock.advance(minutes(2));
      expect(oldIsEnabled(run)).toBe(true);
      expect(await retirement(run)).toMatchObject({
        state: 'reopened',
        reasons: [{ code: 'trial-complaint', message: expect.stringContaining(ghost.principal) }],
      });
      const told = run.world.alerts.raised.filter(({ kind }) => kind === 'RetirementReopened');
      expect(told).toMatchObject([{ severity: 'critical', summary: expect.stringContaining(ghost.principal) }]);
    },
  );

  it('stays enabled until whoever was refused is seen at work with the new version', async () => {
    const run = await onTrial();
    denied(run);
    await run.clock.advance(minutes(2));
    for (let day = 0; day < 5; day++) await nextDay(run);
    expect(await codes(run)).toEqual(['trial-complaint']);
    expect(oldIsEnabled(run)).toBe(true);
    expect(run.alerts().filter((kind) => kind === 'RetirementReopened')).toHaveLength(1);

    const policy = await run.world.policy();
    policy.knownUsers = [{ principal: ghost.principal, name: 'ghost' }];
    run.world.audit.add(ledger, { by: ghost, version: run.versions()[1]?.version });
    for (let day = 0; day < 2; day++) await nextDay(run);
    expect(await retirement(run)).toMatchObject({ state: 'retired' });
    expect(oldIsEnabled(run)).toBe(false);
  });

  it('is enabled again when a dependent is no longer proven', async () => {
    const run = await onTrial();
    run.world.dependents.change('one', { version: run.first.version });
    await run.clock.advance(minutes(7));
    expect(await codes(run)).toEqual(['trial-dependent-unwell']);
    expect(await retirement(run)).toMatchObject({ state: 'reopened' });
    expect(oldIsEnabled(run)).toBe(true);
  });

  it('is enabled again, and held, when a newer version comes; both are retired in the end', async () => {
    const run = await onTrial();
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(minutes(3));
    expect(await codes(run)).toEqual(['newer-version']);
    expect(oldIsEnabled(run)).toBe(true);
    for (let day = 0; day < 2; day++) await nextDay(run);
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, false, true]);
    expect(run.alerts()).not.toContain('RetirementReopened');
  });

  it('stays enabled when somebody enables it in the trial', async () => {
    const run = await onTrial();
    await run.world.keys.enable(ledger, run.first.version);
    await run.clock.advance(minutes(2));
    expect(await codes(run)).toEqual(['trial-enabled-by-somebody']);
    expect(oldIsEnabled(run)).toBe(true);
  });

  it('is enabled again when the class wants the silence of a log that fails', async () => {
    const run = await onTrial({ policy: aPolicy({ class: { silence: 'P3D' } }) });
    run.world.audit.fail('no access');
    await run.clock.advance(hours(1));
    expect(await codes(run)).toEqual(['log-unavailable']);
    expect(oldIsEnabled(run)).toBe(true);
  });

  it('is enabled again when the trial cannot be watched', async () => {
    const run = await onTrial({ policy: aPolicy() });
    run.world.audit.read = () => Promise.reject(new Error('bug'));
    await run.clock.advance(hours(1));
    expect(await codes(run)).toEqual(['retirement-failed']);
    expect(oldIsEnabled(run)).toBe(true);
  });

  it('is not disabled by a delivery that comes when its trial is over', async () => {
    const run = rotationRun();
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
    const disable = run.world.keys.disable.bind(run.world.keys);
    // The vault takes its time, and meanwhile the retirement is held.
    run.world.keys.disable = async (key, version) => {
      const [record] = await run.records();
      await run.world.records.noteRetirement(record?.id ?? '', {
        state: 'held',
        at: run.clock.now().toISOString(),
        reasons: [],
      });
      await disable(key, version);
    };
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    expect(oldIsEnabled(run)).toBe(true);
  });

  it('is disabled without a trial only where the policy says so', async () => {
    const run = rotationRun({ policy: aPolicy({ class: { trial: { for: 'PT0S' } } }) });
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    expect(await retirement(run)).toMatchObject({ state: 'retired' });
    expect(run.simulation.ran).not.toContain('beginTrial');
  });

  it('goes on with a trial that lost its workflow, and ends it', async () => {
    const run = await onTrial();
    const [record] = await run.records();
    const read = run.world.audit.read.bind(run.world.audit);
    // Its look is never answered, and the instance is gone.
    run.world.audit.read = () => new Promise<never>(() => {});
    await run.clock.advance(minutes(3));
    run.simulation.instances.delete(`retire-${record?.id}`);
    run.world.audit.read = read;
    denied(run);
    run.sweep();
    await run.clock.advance(minutes(2));
    expect(await retirement(run)).toMatchObject({ state: 'reopened' });
    expect(oldIsEnabled(run)).toBe(true);
  });
});
