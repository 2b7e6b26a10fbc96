import { steps } from '../../orchestrations';
import { aPolicy, ledger } from '../examples';
import type { Delivery } from '../simulation';
import { days, rotationRun } from './rotation-run';

/** The first delivery of that step goes as said; the engine then tries again. */
const oneOf = (step: string, delivery: Delivery) => {
  let first = true;
  return (name: string): Delivery => {
    if (name !== step || !first) return 'once';
    first = false;
    return delivery;
  };
};

async function rotation(deliver: (step: string) => Delivery, policy = aPolicy()) {
  const run = rotationRun({ deliver, policy });
  for (const id of ['one', 'two']) run.world.dependents.add({ id, key: ledger, version: run.first.version });
  await run.ask('near-expiry');
  await run.clock.advance(days(8));
  run.sweep();
  await run.clock.advance(days(1));
  return run;
}

const withoutTrial = aPolicy({ class: { trial: { for: 'PT0S' } } });

/** Their deliveries are tested with the trouble that calls for them. */
const ofIncidents = ['readIncident', 'containKey', 'adviseIncident', 'recordExporters', 'watchIncident', 'takeRight'];
const ofDepartures = [
  'judgeRoleChange',
  'lookAtAccess',
  'readSignals',
  'respondToCase',
  'tellOfAccess',
  'tendDirectoryEvents',
];
const onlyInTrouble = ['stopRetirement', 'tellOfVault', 'openUndo', 'closeUndo', ...ofIncidents, ...ofDepartures];
const names = steps.map(({ name }) => name).filter((name) => !onlyInTrouble.includes(name));
const ways: readonly Delivery[] = ['twice', 'twice-at-once', 'fails-before', 'answer-lost'];

describe.each(names)('%s', (name) => {
  it.each(ways)('may be delivered so: %s', async (way) => {
    const run = await rotation(oneOf(name, way), name === 'disableVersion' ? withoutTrial : undefined);
    expect(run.simulation.ran).toContain(name);
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, true]);
    expect(await run.records()).toMatchObject([
      { state: 'proven', counts: { proven: 2 }, retirement: { state: 'retired' } },
    ]);
    expect(run.alerts()).toEqual(['RotationProven', 'RetirementDone']);
    expect(run.world.dependents.writes).toHaveLength(2);
    expect(await run.world.requests.unservedKeys()).toEqual([]);
  });
});
