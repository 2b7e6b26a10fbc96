import * as z from 'zod';
import { takenBack } from '../../shared/alerts/undo-wording';
import type { Move } from '../../shared/dependents/dependent';
import { countMoves } from '../../shared/rotations/count-moves';
import { membersOfPlan } from '../../shared/rotations/members-of-plan';
import type { MoveCounts, RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import { isUndoing } from '../../shared/rotations/undo';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** Ends an undo: counts anew what is where, says what did not go back and why, and what makes the rotation go on. */
export const closeUndo = step({
  name: 'closeUndo',
  input: z.object({ rotationId: z.string(), stopped: z.string().optional() }),
  output: z.object({ state: z.string() }),
  async run({ rotationId, stopped }, world) {
    const record = await recordOf(world, rotationId);
    const { undo } = record;
    if (!undo || !isUndoing(record)) return { state: undo?.state ?? 'none' };

    const result = await resultOf(world, record);
    const because = stopped ?? whyNotAll(result);
    const state = because === undefined ? ('done' as const) : ('stopped' as const);
    await world.alerts.raise(takenBack(record, { ...result, stopped }));
    await world.records.noteStep(rotationId, {
      name: 'taken back',
      at: world.now().toISOString(),
      outcome: because ?? `all ${result.of} are on ${record.from} again`,
    });
    await world.records.update(rotationId, {
      undo: { ...undo, state, ...(because && { because }) },
      counts: await countAnew(world, record),
      nextStep: `To go on to the new version: POST /api/rotations/${rotationId}/resume`,
    });
    return { state };
  },
});

interface Result {
  readonly back: readonly Move[];
  /** What is known of those that did not go back. */
  readonly left: readonly Move[];
  readonly of: number;
}

async function resultOf({ records, plans }: World, { id, from, undo }: RotationRecord): Promise<Result> {
  const wanted = undo?.planId === undefined ? [] : await membersOfPlan(plans, undo.planId);
  const moves = (await records.moves(id)).filter(({ dependent }) => wanted.some((each) => each.id === dependent));
  const isBack = ({ to, proof }: Move) => to === from && proof !== 'unproven';
  return { back: moves.filter(isBack), left: moves.filter((move) => !isBack(move)), of: wanted.length };
}

const whyNotAll = ({ back, of }: Result): string | undefined =>
  back.length < of ? `${of - back.length} of ${of} did not go back` : undefined;

async function countAnew({ records, plans }: World, { id, to, planId }: RotationRecord): Promise<MoveCounts> {
  const moves = await records.moves(id);
  const total = planId === undefined ? moves.length : (await plans.get(planId)).dependents.total;
  const onNew = moves.filter((move) => move.to === to);
  return countMoves(total, onNew);
}
