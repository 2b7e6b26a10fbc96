import * as z from 'zod';
import { rotationEnded } from '../../shared/alerts/wording';
import type { Move } from '../../shared/dependents/dependent';
import type { RotationPlan } from '../../shared/rotations/plan';
import type { RotationRecord, RotationState } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import { countMoves } from '../../shared/rotations/count-moves';
import { startUndo } from '../../shared/rotations/ask-undo';
import { step } from '../durable';

const Ending = z.enum(['moved', 'superseded', 'taken-back', 'parked', 'failed']);

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
    const change = closing({ ending, because, plan, moves, now: world.now() });
    const closed = { ...record, ...change };

    // The record is closed last: while it is open, the sweep has all of this done again.
    if (ending !== 'taken-back') await world.alerts.raise(rotationEnded(closed, moves, plan));
    await world.requests.close(await world.requests.takenBy(rotationId), closed.state, rotationId);
    // An order to take it back may have come until now; what is stored tells.
    const { undo } = await world.records.update(rotationId, change);
    if (undo?.state === 'asked') await startUndo(world.workflows, rotationId);
    else if (closed.state === 'proven')
      await world.workflows.start('retireVersion', retirementOf(closed), { rotationId });
    return { state: closed.state };
  },
});

const endedFor: Partial<Record<z.infer<typeof Ending>, string>> = {
  superseded: 'an emergency came after the version was made',
  'taken-back': 'an operator has it taken back',
};

interface Closing {
  readonly ending: z.infer<typeof Ending>;
  readonly because: string | undefined;
  readonly plan: RotationPlan | undefined;
  readonly moves: readonly Move[];
  readonly now: Date;
}

function closing({
  ending,
  because,
  plan,
  moves,
  now,
}: Closing): Partial<RotationRecord> & Pick<RotationRecord, 'state'> {
  const counts = countMoves(plan?.dependents.total ?? 0, moves);
  const left = moves
    .filter(({ proof }) => proof === 'unproven')
    .map(({ dependent, because: why }) => `${dependent}: ${why ?? 'not proven'}`);
  const reason = because ?? endedFor[ending] ?? left.slice(0, 5).join('; ');
  return {
    state: stateOf(ending, counts.unproven),
    closedAt: now.toISOString(),
    counts,
    because: reason || undefined,
    nextStep: plan?.blockedBy[0]?.nextStep,
    pausedBy: undefined,
  };
}

function stateOf(ending: z.infer<typeof Ending>, unproven: number): RotationState {
  if (ending === 'taken-back') return 'parked';
  if (ending === 'parked' || ending === 'failed') return ending;
  return ending === 'moved' && unproven === 0 ? 'proven' : 'partial';
}

/** Instance id of the workflow that retires what a rotation left behind. */
const retirementOf = ({ id }: RotationRecord): string => `retire-${id}`;
