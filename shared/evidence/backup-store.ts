import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';
import type { Backups } from '../world';
import type { Blobs } from './blobs';

/** Named so that a person can find the backup to restore: vault, key, rotation. */
const nameOfBackup = (rotationId: string, key: KeyUrl) => `${hostOf(key)}/${nameOf(key)}/${rotationId}.keybackup`;

/** Opaque key backups as blobs, in a container that holds nothing else. */
export const backupStore = (blobs: Blobs): Backups => ({
  async save(rotationId, key, backup) {
    await blobs.keep(nameOfBackup(rotationId, key), backup);
  },
  has: (rotationId, key) => blobs.has(nameOfBackup(rotationId, key)),
});
