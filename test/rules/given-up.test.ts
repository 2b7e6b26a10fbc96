import { resumeRotation } from '../../shared/rotations/resume-rotation';
import { ledger } from '../examples';
import { days, hours, minutes, type RotationRun, rotationRun } from './rotation-run';

/** Sweeps every hour. */
async function sweepFor(run: RotationRun, milliseconds: number) {
  for (let passed = 0; passed < milliseconds; passed += hours(1)) {
    run.sweep();
    await run.clock.advance(hours(1));
  }
}

/** A rotation that has left one of two accounts behind. */
async function leftBehind(faults = {}) {
  const run = rotationRun();
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  run.world.dependents.add({
    id: 'two',
    key: ledger,
    version: run.first.version,
    faults: { neverMoves: true, ...faults },
  });
  await run.ask('near-expiry');
  await run.clock.advance(hours(1));
  return run;
}
const newest = async (run: RotationRun) => (await run.records()).at(-1);
const triesOf = (run: RotationRun) => run.simulation.ran.filter((name) => name === 'planRotation').length;

describe('a rotation whose repairs do not help', () => {
  it('is parked after some days with the reason and the next step, and repaired no more', async () => {
    const run = await leftBehind();
    await sweepFor(run, days(4));
    expect(await newest(run)).toMatchObject({
      state: 'parked',
      because: expect.stringMatching(/^16 repairs brought it no further: two: /),
      nextStep: expect.stringContaining('/resume'),
    });
    const tries = triesOf(run);
    await sweepFor(run, days(2));
    expect(triesOf(run)).toBe(tries);
  });

  it('is told of once, and again after a week', async () => {
    const run = await leftBehind();
    await sweepFor(run, days(6));
    expect(run.alerts()).toEqual(['RotationPartial', 'RotationParked']);
    await sweepFor(run, days(6));
    expect(run.alerts()).toEqual(['RotationPartial', 'RotationParked', 'RotationParked']);
  });

  it('goes on at once when somebody asks, with all its tries', async () => {
    const run = await leftBehind();
    await sweepFor(run, days(4));
    run.world.dependents.change('two', { faults: {} });
    const { id = '' } = (await newest(run)) ?? {};
    await resumeRotation(run.simulation.world, id, { reason: 'it is mended', requestedBy: 'Alice' });
    await run.clock.advance(minutes(10));
    expect(await newest(run)).toMatchObject({ state: 'proven' });
    expect(run.versions()).toHaveLength(2);
  });

  it('begins to count anew when a repair has brought something on', async () => {
    const run = await leftBehind();
    run.world.dependents.add({ id: 'zero', key: ledger, version: run.first.version, faults: { neverMoves: true } });
    await sweepFor(run, hours(12));
    run.world.dependents.change('zero', { faults: {} });
    run.world.dependents.change('one', { canary: true });
    await sweepFor(run, days(1));
    expect(await newest(run)).toMatchObject({ state: 'partial', counts: { proven: 2 }, repairs: { proven: 2 } });
  });

  it('is never given up in an emergency, nor while only people can go on', async () => {
    const emergency = rotationRun();
    emergency.world.dependents.add({ id: 'two', key: ledger, faults: { neverMoves: true } });
    await emergency.ask('compromise');
    const forPeople = rotationRun();
    forPeople.world.dependents.add({ id: 'two', key: ledger, mode: 'by-hand' });
    await forPeople.ask('near-expiry');
    for (const run of [emergency, forPeople]) {
      await sweepFor(run, days(5));
      expect(await newest(run)).toMatchObject({ state: 'partial' });
      const tries = triesOf(run);
      await sweepFor(run, hours(13));
      expect(triesOf(run)).toBeGreaterThan(tries);
    }
  });
});
