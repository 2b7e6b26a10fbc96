import type { Dependent, Discovery } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import type { World } from '../world';
import type { KeyFacts } from './key-facts';
import { lostFromSight } from './lost-from-sight';
import type { RotationPlan } from './plan';
import { planRotation } from './plan-rotation';
import { inSlices } from './plan-waves';
import type { RotationRecord } from './record';

interface Sight {
  readonly facts: KeyFacts;
  readonly current: KeyVersion;
  readonly seen: Discovery;
}

/**
 * What uses the key now, as a plan that moves nothing: what came after the rotation counts as much as what was there before, and
 * so does what is there and was not found. The gate before the retirement rests on it.
 */
export async function surveyFor(
  world: Pick<World, 'records' | 'dependents'>,
  record: RotationRecord,
  { facts, current, seen }: Sight,
): Promise<{ plan: RotationPlan; slices: Dependent[][] }> {
  const lost = await lostFromSight(world, record, { now: current.version, discovery: seen });
  const discovery = { ...seen, unreadable: [...seen.unreadable, ...lost] };
  const { id, cause, toKey } = record;
  const draft = planRotation({ id, cause, facts, discovery, from: current, to: current, weaknesses: [], toKey });
  // What others alone may move stands in no wave; it lies behind those that do, so that it is looked at all the same.
  return { plan: draft.plan, slices: [...draft.slices, ...inSlices(discovery.ownedElsewhere ?? [])] };
}
