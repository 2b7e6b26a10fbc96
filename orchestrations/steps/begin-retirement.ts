import { Duration } from 'luxon';
import * as z from 'zod';
import type { Retirement } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import { step } from '../durable';

/** Opens the retirement in the record and says when the overlap is over, or which trial is to be gone on with. */
export const beginRetirement = step({
  name: 'beginRetirement',
  input: z.object({ rotationId: z.string() }),
  output: z.object({
    notBefore: z.iso.datetime(),
    trial: z
      .object({ planId: z.string(), slices: z.int(), versions: z.array(z.string()), cleared: z.iso.datetime() })
      .optional()
      .describe('Under way already: whoever watched it is gone'),
  }),
  async run({ rotationId }, world) {
    const { closedAt, planId, retirement } = await recordOf(world, rotationId);
    if (retirement?.notBefore) return begun(retirement.notBefore, retirement);
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

const begun = (notBefore: string, { state, trial, opensAt = notBefore }: Retirement) => ({
  notBefore: opensAt > notBefore ? opensAt : notBefore,
  ...(state === 'trial' && trial && { trial }),
});
