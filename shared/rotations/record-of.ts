import type { World } from '../world';
import type { RotationRecord } from './record';
import { RotationUnknown } from './rotation-errors';

/** The record of a rotation. Throws `RotationUnknown` where there is none. */
export async function recordOf({ records }: Pick<World, 'records'>, rotationId: string): Promise<RotationRecord> {
  const record = await records.get(rotationId);
  if (!record) throw new RotationUnknown(rotationId);
  return record;
}
