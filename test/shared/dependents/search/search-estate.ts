import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createSearch } from '../../../../local/search/search';
import { searchClient } from '../../../../shared/azure/search-client';
import { searchDependents } from '../../../../shared/dependents/search/search-dependents';
import { seed } from '../arm-case';
import { anArmEstate, aPolicy, host, idOf, key, type Answer, type Call } from '../arm-estate';
import { driving } from '../driving';

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
  const answers: Answer[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const body = typeof request.body === 'string' ? request.body : undefined;
      const { pathname } = new URL(request.url);
      calls.push({ method: request.method, path: pathname, ...(body && { body: JSON.parse(body) }) });
      const headers = request.headers.toJSON();
      const response = await search.fetch(
        new Request(request.url, { method: request.method, headers, ...(body && { body }) }),
      );
      answers.push({ method: request.method, path: pathname, status: response.status, at: now() });
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
  const driven = driving(dependents, { now, pass });
  const writes = () => calls.filter(({ method }) => method === 'PUT');
  const listings = () => calls.filter(({ path: at }) => !at.includes('('));
  return { listings, answers, arm, now, pass, create, rights, search, client, dependents, find, writes, ...driven };
};
