import * as z from 'zod';
import { holdRetirement } from '../../shared/rotations/hold-retirement';
import { recordOf } from '../../shared/rotations/record-of';
import { step } from '../durable';

/** Ends a retirement that could not be gone through: what is not disabled yet stays enabled, and a person hears why. */
export const stopRetirement = step({
  name: 'stopRetirement',
  input: z.object({ rotationId: z.string(), because: z.string() }),
  output: z.object({}),
  async run({ rotationId, because }, world) {
    const nextStep = 'Mend what it names; Rewrap looks again by itself within a day';
    const record = await recordOf(world, rotationId);
    await holdRetirement(world, record, [{ code: 'retirement-failed', message: because, nextStep }]);
    return {};
  },
});
