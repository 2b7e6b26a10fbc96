import { rotationInstance, requestRotation } from '../../shared/rotations/request-rotation';
import type { RotationRequest } from '../../shared/rotations/request';
import { keyId } from '../../shared/keys/key-url';
import { aPolicy, ledger } from '../examples';
import { fakeWorld } from '../fakes/fake-world';
import { type Delivery, Simulation } from '../simulation';
import { VirtualClock } from '../virtual-clock';

/** One key and its world, run by the real workflows and steps. */
export function rotationRun({
  deliveries = [] as Delivery[],
  ageInDays = 80,
  deliver = undefined as ((step: string) => Delivery) | undefined,
  policy = aPolicy(),
} = {}) {
  const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
  const world = fakeWorld({ now: clock.now, policy });
  const orders = [...deliveries];
  const simulation = new Simulation(world, clock, deliver ?? (() => orders.shift() ?? 'once'));
  const born = new Date(clock.now().getTime() - days(ageInDays)).toISOString();
  const first = world.keys.addKey(ledger, { createdOn: born });

  const ask = (cause: RotationRequest['cause'], name: string = cause, how: Partial<RotationRequest> = {}) =>
    requestRotation(simulation.world, {
      id: `${keyId(ledger)}-${name}`,
      key: ledger,
      cause,
      reason: name,
      requestedBy: 'test',
      requestedAt: clock.now().toISOString(),
      ...(cause === 'compromise' && { incidentId: name }),
      ...how,
    });

  return {
    clock,
    world,
    simulation,
    first,
    ask,
    sweep: () => simulation.start('sweepEstate', 'sweep', {}),
    async sweepAndWait() {
      simulation.start('sweepEstate', 'sweep', {});
      await clock.advance(minutes(1));
    },
    instance: rotationInstance(ledger),
    records: async () => (await world.records.ofKey(ledger)).toReversed(),
    versions: () => world.keys.versionsOf(ledger),
    alerts: () => world.alerts.raised.map(({ kind }) => kind),
  };
}
export type RotationRun = ReturnType<typeof rotationRun>;

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(60 * count);
export const days = (count: number): number => hours(24 * count);
