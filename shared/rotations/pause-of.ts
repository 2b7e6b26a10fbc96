import type { World } from '../world';
import { pauseFor, type Pause } from './pause';
import type { RotationRecord } from './record';
import { isEmergency } from './request';

/** The pause that holds the rotation now, if any. None holds an emergency. The class is that of the rotation's plan. */
export async function pauseOf(
  { pauses, plans, now }: Pick<World, 'pauses' | 'plans' | 'now'>,
  { key, cause, planId }: RotationRecord,
): Promise<Pause | undefined> {
  if (isEmergency(cause)) return undefined;
  const all = await pauses.list();
  if (all.length === 0) return undefined;
  const plan = planId === undefined ? undefined : await plans.get(planId);
  return pauseFor(all, { key, class: plan?.class }, now());
}
