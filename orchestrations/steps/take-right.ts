import * as z from 'zod';
import type { Exporter } from '../../shared/incidents/exporters';
import { idOfHeld, idOfRight, type RightToTake } from '../../shared/incidents/keep-exporters';
import { lookAtExporters } from '../../shared/incidents/look-at-exporters';
import { member, type StepWorld } from '../durable';

/**
 * Takes one right to carry keys away from whoever holds it, because the incident asks for it. Who had it was written down before.
 * What is taken by an earlier delivery counts as taken; what Azure refuses is left to a person.
 */
export const takeRight = member({
  name: 'takeRight',
  input: z.object({ incidentId: z.string(), vault: z.string(), assignment: z.string() }),
  output: z.object({}),
  async run({ incidentId, ...right }, world) {
    const id = idOfRight(right);
    const stored = (await world.incidents.rights(incidentId)).find((each) => idOfHeld(each) === id);
    if (!stored || stored.takenAt !== undefined || stored.refused !== undefined) return {};
    const note = (change: Partial<Exporter>) =>
      world.incidents.noteRight(incidentId, id, (now) => now && { ...change, ...now });

    // Once begun it may be gone by our own doing, so nobody looks again.
    const refused = stored.begunAt === undefined ? await whyNotNow(right, world) : undefined;
    if (refused !== undefined || !world.rightsTaker) {
      await note({ refused: refused ?? noIdentity });
      return {};
    }
    await note({ begunAt: world.now().toISOString() });
    const answer = await world.rightsTaker.take(right.assignment);
    await note('refused' in answer ? answer : { takenAt: world.now().toISOString() });
    return {};
  },
});

const noIdentity = 'no identity of Rewrap may take it any more';

/** The world goes on between the look that found it and its turn: a service may have joined a group. */
async function whyNotNow({ vault, assignment }: RightToTake, world: StepWorld): Promise<string | undefined> {
  const [looked] = await lookAtExporters(world, [vault]);
  const now = looked?.exporters.find((each) => each.assignment?.id === assignment);
  if (!now) return 'it was not to be seen any more when its turn came';
  return now.takenBy === 'identity' ? undefined : (now.because ?? noIdentity);
}
