import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createSearch } from '../../../../local/search/search';
import { searchClient } from '../../../../shared/azure/search-client';
import type { Dependent, Move } from '../../../../shared/dependents/dependent';
import { searchDependents } from '../../../../shared/dependents/search/search-dependents';
import type { KeyUrl } from '../../../../shared/keys/key-url';
import { seed } from '../arm-case';
import { anArmEstate, aPolicy, host, idOf, key, v2, type Call } from '../arm-estate';

export const service = 'halden-search';
const path = `Microsoft.Search/searchServices/${service}`;
export const serviceId = idOf(path);

/** The key in an object, with a version or without. */
export const encryptedWith = (version: string) => ({
  keyVaultUri: `https://${host}/`,
  keyVaultKeyName: 'Ledger',
  ...(version && { keyVaultKeyVersion: version }),
  identity: null,
});

interface How {
  readonly to?: string;
  readonly toKey?: KeyUrl;
  readonly nudge?: boolean;
  readonly earlier?: Move;
}

/** The real client before the emulator of the data plane, beside the emulator of ARM, which knows the service. */
export const aSearchEstate = () => {
  const { arm, emulator, keys, now, pass, create, rights } = anArmEstate();
  emulator.put(seed(path, {}, { tags: { 'rewrap-canary': 'true' } }));
  const authorise = async () => ({
    principal: 'rewrap',
    may: (action: string, scope: string) => rights.may(action, scope),
  });
  const search = createSearch({ authorise, keys, services: () => [service] });
  const calls: Call[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const body = typeof request.body === 'string' ? request.body : undefined;
      const { pathname } = new URL(request.url);
      calls.push({ method: request.method, path: pathname, ...(body && { body: JSON.parse(body) }) });
      const headers = request.headers.toJSON();
      const response = await search.fetch(
        new Request(request.url, { method: request.method, headers, ...(body && { body }) }),
      );
      return {
        request,
        status: response.status,
        headers: createHttpHeaders(Object.fromEntries(response.headers)),
        bodyAsText: await response.text(),
      };
    },
  };
  const credential = {
    getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const client = searchClient({
    endpoint: 'https://search.local/{service}',
    scope: 'https://s/.default',
    credential,
    httpClient,
  });
  const dependents = searchDependents({ arm, now, search: client });

  const find = (of = key) => dependents.find(of, aPolicy());
  const only = async (of = key): Promise<Dependent> => {
    const { dependents: found } = await find(of);
    if (!found[0] || found.length > 1) throw new Error(`expected one dependent, found ${JSON.stringify(found)}`);
    return found[0];
  };
  const step = (dependent: Dependent, how: How = {}) =>
    dependents.move(dependent, { key, to: v2, nudge: false, ...how });
  const drive = async (dependent: Dependent, how: How = {}): Promise<Move> => {
    let move = await step(dependent, how);
    for (let turn = 0; move.state === 'pending' && turn < 100; turn++) {
      pass((Date.parse(move.checkAgainAt ?? '') - now().getTime()) / 1_000);
      move = await step(dependent, { ...how, earlier: move });
    }
    return move;
  };
  const writes = () => calls.filter(({ method }) => method === 'PUT');
  const listings = () => calls.filter(({ path: at }) => !at.includes('('));
  return { listings, arm, now, pass, create, rights, search, client, dependents, find, only, step, drive, writes };
};
