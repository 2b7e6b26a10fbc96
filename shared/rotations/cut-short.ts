import type { Dependent } from '../dependents/dependent';
import type { World } from '../world';
import type { RotationRecord } from './record';
import { isEmergency } from './request';

/**
 * Dependents as they were before an emergency of ours pinned them for a moment, to make them move at once, and was cut short
 * before it could release them. What they are now does not tell; the plan of that emergency does.
 */
export async function asBeforeEmergencies(
  world: Pick<World, 'plans'>,
  records: readonly RotationRecord[],
  dependents: readonly Dependent[],
): Promise<Dependent[]> {
  const pinned = new Set(dependents.flatMap(({ mode, version }) => (mode === 'pinned' && version ? version : [])));
  const emergencies = records.filter(({ cause, to }) => isEmergency(cause) && to !== undefined && pinned.has(to));
  const followed = new Set((await Promise.all(emergencies.map((record) => followersOf(world, record)))).flat());
  return dependents.map((dependent) => {
    const { id, mode, version } = dependent;
    const byUs = mode === 'pinned' && version !== undefined && followed.has(at(id, version));
    return byUs ? { ...dependent, mode: 'following', pinnedByUs: version } : dependent;
  });
}

const at = (id: string, version: string): string => `${id} ${version}`;

/** What a rotation planned as following, each with the version that it was to move to. */
async function followersOf({ plans }: Pick<World, 'plans'>, { planId, to = '' }: RotationRecord): Promise<string[]> {
  if (planId === undefined) return [];
  const { waves } = await plans.get(planId);
  const numbers = waves.flatMap(({ slices }) => slices.map(({ number }) => number));
  const slices = await Promise.all(numbers.map((number) => plans.slice(planId, number)));
  return slices
    .flat()
    .filter(({ mode }) => mode === 'following')
    .map(({ id }) => at(id, to));
}
