import * as z from 'zod';
import { provenSince } from '../../shared/rotations/proven-since';
import { recordOf } from '../../shared/rotations/record-of';
import { isEmergency } from '../../shared/rotations/request';
import { member } from '../durable';

/** Looks which version each dependent of a slice uses now and writes the finding to the record. Changes nothing. */
export const reverifyDependents = member({
  name: 'reverifyDependents',
  input: z.object({ rotationId: z.string(), planId: z.string(), slice: z.int() }),
  output: z.object({ looked: z.int() }),
  async run({ rotationId, planId, slice }, world) {
    const { key, toKey, cause } = await recordOf(world, rotationId);
    const { to = '' } = await world.plans.get(planId);
    const dependents = await world.plans.slice(planId, slice);
    // When each was first proven is told of an incident alone, and costs a listing.
    const before = isEmergency(cause) ? await world.records.moves(rotationId) : [];
    const earlier = new Map(before.map((move) => [move.dependent, move]));
    for (const dependent of dependents) {
      const seen = await world.dependents.observe(dependent, { key, to, ...(toKey && { toKey }) });
      const at = world.now().toISOString();
      const { id, type } = dependent;
      const move = {
        dependent: id,
        type,
        to,
        ...(toKey && { toKey }),
        state: 'settled' as const,
        startedAt: at,
        at,
        ...seen,
      };
      await world.records.noteMove(rotationId, provenSince(move, earlier.get(id)));
    }
    return { looked: dependents.length };
  },
});
