import { currentOf, type DeletedKey } from '../key';
import { pageOf } from '../paging';
import type { Parts } from '../parts';
import { NoBody, route } from '../route';
import { byName } from './readings';

/** Soft delete: always on; a deleted key can be seen, recovered, purged, and nothing else. */
export const deletedKeyRoutes = ({ settings, keys, render }: Parts) => {
  const shown = (key: DeletedKey) => ({ ...render.bundle(key, currentOf(key)), ...render.deletion(key) });
  return [
    route({
      operation: 'delete',
      method: 'DELETE',
      path: '/keys/:name',
      body: NoBody,
      answer: ({ name }) => shown(keys.delete(name)),
    }),
    route({
      operation: 'listDeleted',
      method: 'GET',
      path: '/deletedkeys',
      body: NoBody,
      answer({ url }) {
        const all = byName(keys.deleted()).map((key) => ({
          place: key.name,
          item: { ...render.keyItem(key, currentOf(key)), ...render.deletion(key) },
        }));
        return pageOf(all, url, settings.baseUrl);
      },
    }),
    route({
      operation: 'getDeleted',
      method: 'GET',
      path: '/deletedkeys/:name',
      body: NoBody,
      answer: ({ name }) => shown(keys.getDeleted(name)),
    }),
    route({
      operation: 'recover',
      method: 'POST',
      path: '/deletedkeys/:name/recover',
      body: NoBody,
      answer({ name }) {
        const key = keys.recover(name);
        return render.bundle(key, currentOf(key));
      },
    }),
    route({
      operation: 'purge',
      method: 'DELETE',
      path: '/deletedkeys/:name',
      body: NoBody,
      answer: ({ name }) => keys.purge(name),
    }),
  ];
};
