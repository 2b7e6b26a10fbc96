import type { World } from '../world';
import type { RotationRecord } from './record';
import { currentTarget } from './target-of';

/** @throws when the key has changed since the gate was asked: the engine may deliver the disabling of a version late. */
export async function refuseWhenChanged(
  { keys, records }: Pick<World, 'keys' | 'records'>,
  record: RotationRecord,
  version: string,
): Promise<void> {
  const { key, state } = record;
  if (state !== 'proven') {
    throw new Error(`Expected the rotation that replaced ${version} of ${key} to be proven, but it is ${state}`);
  }
  const current = await currentTarget({ keys }, record);
  if (!current?.enabled || current.version === version) {
    throw new Error(`Expected a newer version of ${key} to be current and enabled before ${version} is disabled`);
  }
  if ((await records.ofKey(key)).some(({ closedAt }) => closedAt === undefined)) {
    throw new Error(`Expected no rotation of ${key} to be under way while ${version} is disabled, but one has begun`);
  }
}
