import { moveDependent } from '../../orchestrations/steps/move-dependent';
import { planRotation } from '../../orchestrations/steps/plan-rotation';
import { ledger } from '../examples';
import { hours, minutes, rotationRun } from './rotation-run';

describe('a step that the engine delivers once more when its rotation is over', () => {
  it('does not take the verdict back by planning', async () => {
    const run = rotationRun();
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    const [proven] = await run.records();
    await planRotation.run({ rotationId: proven?.id ?? '' }, run.simulation.world);
    expect(await run.records()).toEqual([proven]);
  });

  it('moves no dependent back to the version of a rotation that was superseded', async () => {
    const run = rotationRun();
    // Two references on two versions: it has no one version that a plan could compare with.
    run.world.dependents.add({ id: 'one', key: ledger, faults: { pendingTimes: 50 } });
    await run.ask('near-expiry');
    await run.clock.advance(minutes(4));
    await run.ask('compromise', 'incident-1');
    run.world.dependents.change('one', { faults: {} });
    await run.clock.advance(hours(1));
    const [superseded, emergency] = await run.records();
    expect(run.world.dependents.versionOf('one')).toBe(emergency?.to);

    const { id = '', planId = '', to = '' } = superseded ?? {};
    const target = { rotationId: id, planId, key: ledger, to, nudge: false, slice: 0, index: 0 };
    await moveDependent.run(target, run.simulation.world);
    expect(run.world.dependents.versionOf('one')).toBe(emergency?.to);
  });
});
