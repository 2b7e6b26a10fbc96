import * as z from 'zod';
import { retirementHeld } from '../../shared/alerts/wording';
import { orRefused } from '../../shared/refusal';
import { endTrial } from '../../shared/rotations/end-trial';
import { holdRetirement } from '../../shared/rotations/hold-retirement';
import { recordOf } from '../../shared/rotations/record-of';
import { step } from '../durable';

/**
 * Ends a retirement that could not be gone through: what is not disabled yet stays enabled, what is disabled on trial is
 * enabled again, and a person hears why, also of a vault that does not let us enable anything: the trial is not over then.
 */
export const stopRetirement = step({
  name: 'stopRetirement',
  input: z.object({ rotationId: z.string(), because: z.string() }),
  output: z.object({}),
  async run({ rotationId, because }, world) {
    const nextStep = 'Mend what it names; Rewrap looks again by itself within a day';
    const record = await recordOf(world, rotationId);
    const reasons = [{ code: 'retirement-failed', message: because, nextStep }];
    if (record.retirement?.state !== 'trial') {
      await holdRetirement(world, record, reasons);
      return {};
    }
    const ended = await orRefused(() => endTrial(world, record, { state: 'held', reasons }).then(() => ({})));
    if (!('refused' in ended)) return {};
    const stuck = `What is disabled on trial may still be: ${ended.refused}`;
    await world.alerts.raise(
      retirementHeld(record, [{ code: 'retirement-failed', message: stuck, nextStep }, ...reasons]),
    );
    throw new Error(stuck);
  },
});
