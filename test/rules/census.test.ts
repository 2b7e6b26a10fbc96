import { takeCensus } from '../../shared/rotations/take-census';
import { aPolicy, ledger } from '../examples';
import { days, hours, minutes, rotationRun, type RotationRun } from './rotation-run';

const census = async ({ world }: RotationRun) => (await takeCensus(world, ledger)).versions;
const states = async (run: RotationRun) => (await census(run)).map(({ state, enabled }) => `${state} ${enabled}`);

const aRun = (how: Parameters<typeof rotationRun>[0] = {}) => {
  const run = rotationRun(how);
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  return run;
};

describe('the census of a key', () => {
  it('follows a version from current over superseded and trial to retired', async () => {
    const run = aRun();
    expect(await census(run)).toMatchObject([{ state: 'current', users: [{ id: 'one', proof: 'read-back' }] }]);

    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    const [record] = await run.records();
    expect(await census(run)).toMatchObject([
      { state: 'current', users: [{ id: 'one', proof: 'read-back' }], neededFor: [] },
      { state: 'superseded', users: [], retiredBy: record?.id, neededFor: [{ code: 'overlap-not-over' }] },
    ]);

    await run.clock.advance(Date.parse(record?.retirement?.notBefore ?? '') - run.clock.now().getTime() + minutes(5));
    expect(await states(run)).toEqual(['current true', 'trial false']);
    await run.clock.advance(hours(1));
    expect(await states(run)).toEqual(['current true', 'retired false']);
  });

  it('says what still needs a version, by name, and when that ends', async () => {
    const holds = [{ of: 'one', reason: 'monthly tapes', for: 'P30D' }];
    const run = aRun({ policy: aPolicy({ class: { holds } }) });
    run.world.dependents.change('one', { keepsOldVersionFor: ['backups'] });
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    const until = new Date(Date.parse((await run.records())[0]?.closedAt ?? '') + days(30)).toISOString();
    expect((await census(run))[1]).toMatchObject({
      state: 'held',
      enabled: true,
      until,
      neededFor: [{ code: 'old-version-needed-until', message: expect.stringContaining('monthly tapes'), until }],
    });
  });

  it('names a dependent that stayed behind, and has no end for it', async () => {
    const run = aRun();
    run.world.dependents.add({ id: 'two', key: ledger, version: run.first.version, faults: { neverMoves: true } });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    const [, old] = await census(run);
    expect(old).toMatchObject({ users: [{ id: 'two', proof: 'unproven' }] });
    expect(old?.neededFor.map(({ code }) => code)).toContain('not-proven');
    expect(old?.until).toBeUndefined();
  });

  it('calls a leaked version compromised, also once it is disabled', async () => {
    const run = aRun();
    await run.ask('compromise');
    await run.clock.advance(hours(3));
    expect(await states(run)).toEqual(['current true', 'compromised false']);
  });

  it('tells who used a version last, and who enabled what Rewrap had disabled', async () => {
    const run = aRun();
    run.world.audit.declare();
    await run.ask('near-expiry');
    await run.clock.advance(days(9));
    const { version } = run.first;
    run.world.audit.add(ledger, { version, by: { name: 'ghost@contoso.com', own: false } });
    await run.world.keys.enable(ledger, version);
    expect((await census(run))[1]).toMatchObject({
      state: 'superseded',
      because: expect.stringMatching(/somebody enabled it again/),
      lastUse: { by: 'ghost@contoso.com', operation: 'unwrap' },
      neededFor: expect.arrayContaining([expect.objectContaining({ code: 'version-in-use-in-log' })]),
    });
  });

  it('names the key in a clean vault that takes its place', async () => {
    const run = aRun();
    expect(await takeCensus(run.world, ledger)).not.toHaveProperty('toKey');
    await run.ask('compromise', 'stolen', { cleanVault: 'https://standby.vault.azure.net' });
    await run.clock.advance(hours(3));
    expect(await takeCensus(run.world, ledger)).toMatchObject({
      toKey: 'https://standby.vault.azure.net/keys/ledger',
      versions: [{ state: 'compromised', enabled: false }],
    });
  });

  it('leaves alone what no rotation of Rewrap replaced', async () => {
    const run = aRun();
    run.world.keys.addVersion(ledger);
    expect((await census(run))[1]).toMatchObject({
      state: 'superseded',
      because: expect.stringMatching(/no rotation/),
    });
  });

  it('changes nothing', async () => {
    const run = aRun();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    const before = [await run.records(), run.versions()];
    await census(run);
    expect([await run.records(), run.versions()]).toEqual(before);
  });
});
