import { currentOf, type Key } from '../key';
import { pageOf } from '../paging';
import type { Parts } from '../parts';
import { NoBody, route } from '../route';

/** Looking at keys, one or many. */
export const readingRoutes = ({ settings, keys, render }: Parts) => [
  route({
    operation: 'list',
    method: 'GET',
    path: '/keys',
    body: NoBody,
    answer({ url }) {
      const all = byName(keys.live()).map((key) => ({ place: key.name, item: render.keyItem(key, currentOf(key)) }));
      return pageOf(all, url, settings.baseUrl);
    },
  }),
  route({
    operation: 'listVersions',
    method: 'GET',
    path: '/keys/:name/versions',
    body: NoBody,
    answer({ name, url }) {
      const key = keys.get(name);
      const all = key.versions.map((version, at) => ({
        place: String(at).padStart(6, '0'),
        item: render.versionItem(key, version),
      }));
      return pageOf(all, url, settings.baseUrl);
    },
  }),
  route({
    operation: 'get',
    method: 'GET',
    path: '/keys/:name/:version?',
    body: NoBody,
    answer(call) {
      const { key, version } = keys.version(call.name, call.version);
      return render.bundle(key, version);
    },
  }),
];

/** By code unit, as `pageOf` compares places. */
export const byName = <K extends Key>(keys: readonly K[]): K[] =>
  keys.toSorted((left, right) => (left.name < right.name ? -1 : 1));
