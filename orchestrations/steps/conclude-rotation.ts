import * as z from 'zod';
import { rotationGivenUp } from '../../shared/alerts/given-up-wording';
import { rotationEnded } from '../../shared/alerts/wording';
import { closing, Ending } from '../../shared/rotations/closing';
import type { RotationRecord } from '../../shared/rotations/record';
import { isGivenUp } from '../../shared/rotations/repairs';
import { recordOf } from '../../shared/rotations/record-of';
import { startUndo } from '../../shared/rotations/ask-undo';
import { step } from '../durable';

/**
 * Closes the record: the verdict follows from the proofs in it. Tells the sinks and serves the requests first, and starts the
 * retirement of a proven rotation's old version. The alert's id follows from the rotation, so that it is raised once.
 */
export const concludeRotation = step({
  name: 'concludeRotation',
  input: z.object({ rotationId: z.string(), ending: Ending, because: z.string().optional() }),
  output: z.object({ state: z.string() }),
  async run({ rotationId, ending, because }, world) {
    const record = await recordOf(world, rotationId);
    const plan = record.planId === undefined ? undefined : await world.plans.get(record.planId);
    const moves = (await world.records.moves(rotationId)).filter(({ to }) => to === record.to);
    const change = closing({ record, ending, because, plan, moves, now: world.now() });
    const closed = { ...record, ...change };

    // The record is closed last: while it is open, the sweep has all of this done again.
    if (ending !== 'taken-back') {
      const alert = isGivenUp(closed) ? rotationGivenUp(closed, 0) : rotationEnded(closed, moves, plan);
      await world.alerts.raise(alert);
    }
    await world.requests.close(await world.requests.takenBy(rotationId), closed.state, rotationId);
    // An order to take it back may have come until now; what is stored tells.
    const { undo } = await world.records.update(rotationId, change);
    if (undo?.state === 'asked') await startUndo(world.workflows, rotationId);
    else if (closed.state === 'proven')
      await world.workflows.start('retireVersion', retirementOf(closed), { rotationId });
    return { state: closed.state };
  },
});

/** Instance id of the workflow that retires what a rotation left behind. */
const retirementOf = ({ id }: RotationRecord): string => `retire-${id}`;
