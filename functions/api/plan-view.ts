import * as z from 'zod';
import { Advice, adviceFor } from '../../shared/dependents/advice/advice';
import { Move } from '../../shared/dependents/dependent';
import { PinnedDependent, RotationPlan } from '../../shared/rotations/plan';

const Pinned = PinnedDependent.extend({ advice: Advice.optional() });

/** A plan with the change that the infrastructure code of each dependent needs that names a version, or the key where it is replaced. */
export const PlanView = RotationPlan.extend({
  dependents: RotationPlan.shape.dependents.extend({ pinned: z.array(Pinned).optional() }),
});
export type PlanView = z.infer<typeof PlanView>;

/** Where a dependent stands, with what its infrastructure code needs. */
export const MoveView = Move.extend({ advice: Advice.optional() });
export type MoveView = z.infer<typeof MoveView>;

export const planView = (plan: RotationPlan): PlanView => {
  const { key, to, toKey, dependents } = plan;
  const at = { key: toKey ?? key, to, instead: toKey !== undefined };
  const pinned = dependents.pinned?.map((each) => advised(each, adviceFor(each, at)));
  return { ...plan, dependents: { ...dependents, ...(pinned && { pinned }) } };
};

/** A move names the version even where the plan was made before it was. */
export const moveViews = (moves: readonly Move[], plan: RotationPlan | undefined): MoveView[] => {
  const pinned = new Map(plan?.dependents.pinned?.map((each) => [each.id, each]));
  return moves.map((move) => {
    const { dependent, to, toKey } = move;
    const named = pinned.get(dependent);
    if (!plan || !named) return move;
    const instead = toKey !== undefined && toKey !== plan.key;
    return advised(move, adviceFor(named, { key: toKey ?? plan.key, to, instead }));
  });
};

const advised = <T extends object>(what: T, advice: Advice | undefined): T & { advice?: Advice } =>
  advice ? { ...what, advice } : what;
