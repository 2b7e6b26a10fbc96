import type { World } from '../world';
import { validity } from './preflight';
import type { RotationRecord } from './record';

/**
 * Whether the rotation's moves may be taken back now: it is over and the key's newest, its undo goes on, and the former
 * version is still good. Asked before each move, because a step may be delivered late.
 */
export async function mayTakeBack(
  { records, keys, now }: Pick<World, 'records' | 'keys' | 'now'>,
  record: RotationRecord,
): Promise<boolean> {
  const [newest] = await records.ofKey(record.key);
  if (newest?.id !== record.id || newest.closedAt === undefined || newest.undo?.state !== 'running') return false;
  const former = (await keys.versions(record.key)).find(({ version }) => version === record.from);
  return former !== undefined && validity(former, now()).length === 0;
}
