import { isApplicationData } from '../dependents/dependent';
import type { World } from '../world';
import type { RotationRecord } from './record';

/**
 * Has stores drop what they have kept under the old version beside the new one. Before that version is disabled, also on trial:
 * drivers that try the older wrapping first would be refused each time, which looks as if it were needed.
 */
export async function releaseFormer(
  { records, dependents }: Pick<World, 'records' | 'dependents'>,
  { id, key }: RotationRecord,
  version: string,
): Promise<void> {
  for (const move of await records.moves(id)) {
    const dependent = { id: move.dependent, type: move.type };
    if (isApplicationData(dependent)) await dependents.release?.(dependent, { key, version });
  }
}
