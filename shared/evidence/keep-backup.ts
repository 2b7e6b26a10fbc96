import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';

type Keeper = Pick<World, 'backups' | 'keys' | 'backUpElsewhere'>;

/** Has a backup of the key kept for the rotation unless there is one; by the app that has that duty alone, where there is one. */
export const keepBackup = async (
  { backUpElsewhere, backups, keys }: Keeper,
  rotationId: string,
  key: KeyUrl,
): Promise<void> => {
  if (backUpElsewhere) return backUpElsewhere(rotationId, key);
  if (await backups.has(rotationId, key)) return;
  await backups.save(rotationId, key, await keys.backUp(key));
};
