import { KeyAccessRefused } from '../../shared/keys/key-errors';
import { TooFast } from '../../shared/pace';
import { WaveRules } from '../../shared/policy/waves';
import { aPolicy, ledger } from '../examples';
import { days, hours, minutes, rotationRun } from './rotation-run';

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const atNight = { days: [...everyDay] as [...typeof everyDay], from: '22:00', to: '23:00', timeZone: 'UTC' };

/** A run with two accounts on the key's first version. */
const withAccounts = (how = {}) => {
  const run = rotationRun(how);
  for (const id of ['one', 'two']) run.world.dependents.add({ id, key: ledger, version: run.first.version });
  return run;
};

describe('a rotation, run by the real workflows and steps', () => {
  it('R21a: goes from event to retired without a human hand', async () => {
    const run = withAccounts();
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    const [record] = await run.records();
    expect(record).toMatchObject({
      state: 'proven',
      counts: { total: 2, proven: 2, byProof: { 'read-back': 2 } },
      retirement: { state: 'retired' },
    });
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, true]);
    expect(run.alerts()).toEqual(['RotationProven', 'RetirementDone']);
  });

  it('makes its version when the vault, which is asked too often, said that it is its turn', async () => {
    const run = withAccounts();
    run.world.keys.failNext('createLike', new TooFast('429', 90_000));
    await run.ask('manual');
    await run.clock.advance(minutes(1));
    expect(run.versions()).toHaveLength(1);
    await run.clock.advance(minutes(1));
    expect(run.versions()).toHaveLength(2);
  });

  it('parks when the vault is too busy for an hour, and a person hears', async () => {
    const run = withAccounts();
    for (let n = 0; n < 20; n += 1) run.world.keys.failNext('createLike', new TooFast('429', 300_000));
    await run.ask('manual');
    await run.clock.advance(hours(2));
    expect(await run.records()).toMatchObject([{ state: 'parked', because: expect.stringContaining('too busy') }]);
    expect(run.alerts()).toContain('RotationParked');
  });

  it('makes one rotation of a hundred equal events', async () => {
    const run = withAccounts();
    await Promise.all(Array.from({ length: 100 }, () => run.ask('near-expiry')));
    await run.clock.advance(hours(1));
    expect(run.versions()).toHaveLength(2);
    expect(await run.records()).toHaveLength(1);
  });

  it('R19c: folds an emergency into a rotation that has made no version yet', async () => {
    const run = withAccounts();
    run.world.keys.failNext('presence', new Error('the vault is busy'));
    await run.ask('near-expiry');
    await run.clock.advance(1_000);
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ cause: 'compromise', incidentId: 'incident-1' }]);
    expect(run.versions()).toHaveLength(2);
  });

  it.each(['the caller', 'the sweep'])(
    'R19c: lets no emergency wait for a window when its call died half-way, thanks to %s',
    async (who) => {
      const run = withAccounts({ policy: aPolicy({ class: { windows: [atNight] } }) });
      await run.ask('near-expiry');
      await run.clock.advance(minutes(5));
      expect(await run.records()).toMatchObject([{ state: 'waiting' }]);
      jest.spyOn(run.simulation.world.workflows, 'tell').mockRejectedValueOnce(new Error('the process died'));
      await expect(run.ask('compromise', 'incident-1')).rejects.toThrow('died');

      if (who === 'the caller') await run.ask('compromise', 'incident-1');
      else run.sweep();
      await run.clock.advance(minutes(10));
      expect(await run.records()).toMatchObject([{ cause: 'compromise', state: 'proven' }]);
    },
  );

  it('R19c: gives an emergency a version of its own once the running rotation has made one', async () => {
    const run = withAccounts();
    run.world.dependents.change('two', { faults: { pendingTimes: 50 } });
    await run.ask('near-expiry');
    await run.clock.advance(minutes(4));
    expect(run.versions()).toHaveLength(2);
    await run.ask('compromise', 'incident-1');
    run.world.dependents.change('two', { faults: {} });
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([
      { state: 'partial' },
      { cause: 'compromise', state: 'proven', retirement: { state: 'retired' } },
    ]);
    const [first, second, third] = run.versions();
    expect([first?.enabled, second?.enabled, third?.enabled]).toEqual([false, false, true]);
    expect(run.world.dependents.versionOf('two')).toBe(third?.version);
  });

  it('R22: lets nobody wait for a slow canary in an emergency', async () => {
    const run = withAccounts();
    run.world.dependents.change('one', { canary: true, faults: { pendingTimes: 60 } });
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(minutes(5));
    const [, second] = run.versions();
    expect(run.world.dependents.versionOf('two')).toBe(second?.version);
    expect(run.world.dependents.versionOf('one')).toBe(run.first.version);
  });

  it('goes on past a failing canary where the policy says so', async () => {
    const waves = WaveRules.parse({ onFailure: 'go-on' });
    const run = withAccounts({ policy: aPolicy({ class: { waves } }) });
    run.world.dependents.change('one', { canary: true, faults: { neverMoves: true } });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'partial', counts: { proven: 1, unproven: 1 } }]);
  });

  it('leaves a dependent that never moves behind, says so, and repairs it when the fault is lifted', async () => {
    const run = withAccounts();
    run.world.dependents.change('two', { faults: { neverMoves: true } });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'partial', counts: { unproven: 1 } }]);
    expect(run.world.alerts.raised).toMatchObject([
      { kind: 'RotationPartial', severity: 'critical', whatToDo: expect.stringContaining('two') },
    ]);
    expect(run.versions().every(({ enabled }) => enabled)).toBe(true);

    run.world.dependents.change('two', { faults: {} });
    run.sweep();
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'proven', counts: { unproven: 0 } }]);
    expect(run.versions()).toHaveLength(2);
  });

  it('makes one version when the answer of the vault is lost', async () => {
    const run = withAccounts();
    run.world.keys.loseNextAnswer('createLike');
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(run.versions()).toHaveLength(2);
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
  });

  it('keeps the request of a key that it may not read, tells of it, and serves it when the right is there', async () => {
    const run = withAccounts();
    const attempt = { operation: 'read' as const, on: ledger, kind: 'vault' as const };
    run.world.keys.failNext('presence', new KeyAccessRefused(attempt, 'ForbiddenByRbac'));
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(await run.records()).toEqual([]);
    expect(run.world.alerts.raised).toMatchObject([{ subject: ledger, severity: 'critical' }]);

    run.sweep();
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ cause: 'near-expiry', state: 'proven' }]);
  });

  it('R20: follows a version that someone else made, and rotates nothing', async () => {
    const run = withAccounts({ ageInDays: 5 });
    await run.sweepAndWait();
    const foreign = run.world.keys.addVersion(ledger);
    run.sweep();
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([
      { cause: 'foreign-version', mode: 're-wrap', state: 'proven', to: foreign.version },
    ]);
    expect(run.versions()).toHaveLength(2);
    expect(run.world.dependents.versionOf('one')).toBe(foreign.version);
  });

  it('takes a key that comes into scope with several versions as it is', async () => {
    const run = withAccounts({ ageInDays: 5 });
    run.world.keys.addVersion(ledger, { createdOn: run.first.createdOn });
    run.world.keys.addVersion(ledger, { createdOn: run.clock.now().toISOString() });
    await run.sweepAndWait();
    await run.sweepAndWait();
    expect(await run.records()).toEqual([]);
    expect(run.world.dependents.writes).toEqual([]);
  });

  it('does not follow a foreign version that is weaker, and raises a critical alert', async () => {
    const run = withAccounts({ ageInDays: 5 });
    await run.sweepAndWait();
    run.world.keys.addVersion(ledger, {
      shape: { kty: 'RSA', size: 1024, keyOps: ['wrapKey', 'unwrapKey'], exportable: false, hasReleasePolicy: false },
    });
    run.sweep();
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ cause: 'foreign-version', state: 'parked' }]);
    expect(run.world.alerts.raised).toMatchObject([{ severity: 'critical' }]);
    expect(run.world.dependents.writes).toEqual([]);
  });

  it('holds the old version for an unknown user, and names it', async () => {
    const run = withAccounts();
    run.world.dependents.addUnknown(ledger, '/subscriptions/1/routes', 'Microsoft.HDInsight/clusters');
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    const [record] = await run.records();
    expect(record?.retirement).toMatchObject({
      state: 'held',
      reasons: [{ code: 'unknown-dependent', message: expect.stringContaining('/subscriptions/1/routes') }],
    });
    expect(run.versions().every(({ enabled }) => enabled)).toBe(true);
  });
});
