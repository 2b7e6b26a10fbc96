import { confirmSteps } from '../../shared/rotations/confirm-steps';
import { aPolicy, ledger } from '../examples';
import { hours, minutes, type RotationRun, rotationRun } from './rotation-run';

const newest = async (run: RotationRun) => {
  const record = (await run.records()).at(-1);
  if (!record) throw new Error('no rotation has begun');
  return record;
};
const confirm = async (run: RotationRun, dependent?: string) =>
  confirmSteps(run.simulation.world, (await newest(run)).id, {
    dependent,
    note: 'did all steps',
    confirmedBy: 'Alice',
  });

describe('steps for a person', () => {
  async function waitingForAPerson() {
    const run = rotationRun();
    run.world.dependents.add({ id: 'disks', key: ledger, version: run.first.version, mode: 'by-hand' });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    return run;
  }

  it('R24: are told, and the rotation is proven as soon as they are confirmed and seen', async () => {
    const run = await waitingForAPerson();
    expect(run.alerts()).toEqual(['NeedsPerson']);
    run.world.dependents.change('disks', { version: (await newest(run)).to ?? '' });
    await confirm(run, 'Disks');
    await run.clock.advance(minutes(10));
    expect(await newest(run)).toMatchObject({ state: 'proven' });
    expect(await run.world.records.steps((await newest(run)).id)).toContainEqual(
      expect.objectContaining({ name: 'confirm Disks', outcome: 'said by Alice: did all steps' }),
    );
  });

  it('R24: are not believed without being seen', async () => {
    const run = await waitingForAPerson();
    await expect(confirm(run, 'disks')).rejects.toMatchObject({
      code: 'not-seen',
      message: expect.stringContaining(run.first.version),
    });
    await run.clock.advance(hours(1));
    expect(await newest(run)).toMatchObject({ state: 'partial', counts: { proven: 0 } });
  });

  it('are confirmed of a dependent of the rotation only', async () => {
    const run = await waitingForAPerson();
    await expect(confirm(run, 'stranger')).rejects.toMatchObject({ code: 'not-a-dependent' });
  });

  it('R26: of a key whose material comes from elsewhere are verified: the imported version is looked for, then followed', async () => {
    const run = rotationRun({ policy: aPolicy({ class: { origin: 'imported' } }) });
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(await newest(run)).toMatchObject({ state: 'parked', nextStep: expect.stringContaining('/confirm') });
    await expect(confirm(run)).rejects.toMatchObject({ code: 'no-new-version' });
    expect(run.versions()).toHaveLength(1);

    const imported = run.world.keys.addVersion(ledger);
    await confirm(run);
    await run.clock.advance(hours(1));
    expect(await newest(run)).toMatchObject({ mode: 're-wrap', state: 'proven', to: imported.version });
    expect(run.world.dependents.versionOf('one')).toBe(imported.version);
  });
});
