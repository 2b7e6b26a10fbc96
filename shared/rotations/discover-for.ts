import { discoverUsers, type HowToSearch } from '../audit/discover-users';
import type { Discovery } from '../dependents/dependent';
import { eachOnce } from '../dependents/each-once';
import { isLeftBy } from '../dependents/left-registered';
import type { World } from '../world';
import type { RotationRecord } from './record';

/**
 * Everything that a rotation is about: what uses the key, and, where another key takes its place, what uses that one already.
 */
export async function discoverFor(
  world: Pick<World, 'dependents' | 'audit' | 'policy' | 'now'>,
  { key, toKey }: Pick<RotationRecord, 'key' | 'toKey'>,
  how: Omit<HowToSearch, 'moved'> = {},
): Promise<Discovery> {
  const moved = toKey && (await world.dependents.find(toKey, await world.policy(), how));
  const found = await discoverUsers(world, key, { ...how, moved });
  if (!moved) return found;
  const both = eachOnce(found, moved);
  const isLeft = isLeftBy(moved);
  return { ...both, unknown: both.unknown.filter((each) => !isLeft(each)) };
}
