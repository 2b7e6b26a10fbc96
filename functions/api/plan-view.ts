import * as z from 'zod';
import { Advice, adviceFor } from '../../shared/dependents/advice/advice';
import { Move } from '../../shared/dependents/dependent';
import { PinnedDependent, RotationPlan } from '../../shared/rotations/plan';

const Pinned = PinnedDependent.extend({ advice: Advice.optional() });

/** A plan with the change that the infrastructure code of each pinned dependent needs. */
export const PlanView = RotationPlan.extend({
  dependents: RotationPlan.shape.dependents.extend({ pinned: z.array(Pinned).optional() }),
});
export type PlanView = z.infer<typeof PlanView>;

/** Where a dependent stands, with what its infrastructure code needs. */
export const MoveView = Move.extend({ advice: Advice.optional() });
export type MoveView = z.infer<typeof MoveView>;

export const planView = (plan: RotationPlan): PlanView => {
  const { key, to, dependents } = plan;
  const pinned = dependents.pinned?.map((each) => advised(each, adviceFor(each, { key, to })));
  return { ...plan, dependents: { ...dependents, ...(pinned && { pinned }) } };
};

/** A move names the version even where the plan was made before it was. */
export const moveViews = (moves: readonly Move[], plan: RotationPlan | undefined): MoveView[] => {
  const pinned = new Set(plan?.dependents.pinned?.map(({ id }) => id));
  return moves.map((move) => {
    const { dependent: id, type, to, toKey } = move;
    return plan && pinned.has(id) ? advised(move, adviceFor({ id, type }, { key: toKey ?? plan.key, to })) : move;
  });
};

const advised = <T extends object>(what: T, advice: Advice | undefined): T & { advice?: Advice } =>
  advice ? { ...what, advice } : what;
