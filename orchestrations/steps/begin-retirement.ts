import { Duration } from 'luxon';
import * as z from 'zod';
import { recordOf } from '../../shared/rotations/record-of';
import { step } from '../durable';

/** Opens the retirement in the record and says when the overlap is over. */
export const beginRetirement = step({
  name: 'beginRetirement',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ notBefore: z.iso.datetime() }),
  async run({ rotationId }, world) {
    const { closedAt, planId, retirement } = await recordOf(world, rotationId);
    if (retirement?.notBefore) return { notBefore: retirement.notBefore };
    const plan = planId === undefined ? undefined : await world.plans.get(planId);
    const start = new Date(closedAt ?? world.now()).getTime();
    const notBefore = new Date(start + Duration.fromISO(plan?.overlap ?? 'P7D').toMillis()).toISOString();
    await world.records.noteRetirement(rotationId, {
      state: 'waiting',
      at: world.now().toISOString(),
      notBefore,
      reasons: [],
    });
    return { notBefore };
  },
});
