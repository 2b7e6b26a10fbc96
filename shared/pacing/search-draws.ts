import { windowBucket } from './bucket';
import type { CallDraw } from './call-pacing';

/**
 * Calls a second to one service, by what they do with indexes. A service has so many for each of its search units; we count one,
 * because how many it has is not read. What other kinds of objects are granted is not documented: they are taken alike, each by
 * itself. Source: azure-ai-docs, search/search-limits-quotas-capacity (2026), throttling limits.
 */
const perSecond = { list: 3, get: 10, put: 6 };

const verbOf = (method: string, isOne: boolean): keyof typeof perSecond => {
  if (method !== 'GET') return 'put';
  return isOne ? 'get' : 'list';
};

/** What a call to an Azure AI Search service takes. Its kind of objects is the last part of the path, with a name or without. */
export const searchDraw = (method: string, { host, pathname }: URL): CallDraw => {
  const [, kind = 'objects', name] = /([a-z]+)(\('.*)?$/i.exec(pathname) ?? [];
  const verb = verbOf(method, name !== undefined);
  const service = [host, ...pathname.split('/').slice(1, -1)].join('/').toLowerCase();
  const bucket = windowBucket(`search/${service}/${kind.toLowerCase()}/${verb}`, perSecond[verb], { seconds: 1 });
  return { draw: { bucket, cost: 1 } };
};
