import { backupOf, fromBackup } from '../backup';
import { currentOf } from '../key';
import { mustHold } from '../key-flavours';
import type { Parts } from '../parts';
import { NoBody, route } from '../route';
import { KeyRestore } from '../wire';

/** A key with all its versions, out of the vault as a sealed blob and back in. */
export const backupRoutes = ({ settings, keys, render, announce }: Parts) => [
  route({
    operation: 'backup',
    method: 'POST',
    path: '/keys/:name/backup',
    body: NoBody,
    answer: ({ name }) => ({ value: backupOf(keys.get(name), settings).toString('base64url') }),
  }),
  route({
    operation: 'restore',
    method: 'POST',
    path: '/keys/restore',
    body: KeyRestore,
    answer(_call, { value }) {
      const key = fromBackup(value, settings);
      for (const { kty } of key.versions) mustHold(settings.flavour, kty);
      keys.put(key);
      // Unverified: that a restore raises an event, and for the current version alone.
      announce.newVersion(key);
      announce.dueNotices(key);
      return render.bundle(key, currentOf(key));
    },
  }),
];
