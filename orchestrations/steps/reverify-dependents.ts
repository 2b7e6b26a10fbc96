import * as z from 'zod';
import { recordOf } from '../../shared/rotations/record-of';
import { member } from '../durable';

/** Looks which version each dependent of a slice uses now and writes the finding to the record. Changes nothing. */
export const reverifyDependents = member({
  name: 'reverifyDependents',
  input: z.object({ rotationId: z.string(), planId: z.string(), slice: z.int() }),
  output: z.object({ looked: z.int() }),
  async run({ rotationId, planId, slice }, world) {
    const { key } = await recordOf(world, rotationId);
    const { to = '' } = await world.plans.get(planId);
    const dependents = await world.plans.slice(planId, slice);
    for (const dependent of dependents) {
      const seen = await world.dependents.observe(dependent, { key, to });
      const at = world.now().toISOString();
      const { id, type } = dependent;
      await world.records.noteMove(rotationId, {
        dependent: id,
        type,
        to,
        state: 'settled',
        startedAt: at,
        at,
        ...seen,
      });
    }
    return { looked: dependents.length };
  },
});
