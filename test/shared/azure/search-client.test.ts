import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { searchClient } from '../../../shared/azure/search-client';

/** A client whose calls are answered with these bodies, one after the other. */
const aClient = (...answers: readonly unknown[]) => {
  const urls: string[] = [];
  const scopes: unknown[] = [];
  const client = searchClient({
    endpoint: 'https://{service}.search.windows.net',
    scope: 'https://search.azure.com/.default',
    credential: {
      getToken: async (scope) => {
        scopes.push(scope);
        return { token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    httpClient: {
      async sendRequest(request) {
        urls.push(request.url);
        const bodyAsText = JSON.stringify(answers[urls.length - 1] ?? { value: [] });
        return { request, status: 200, headers: createHttpHeaders(), bodyAsText };
      },
    },
  });
  return { client, urls, scopes };
};

describe('the client of AI Search', () => {
  it('asks the service by its own host, with a token for AI Search', async () => {
    const { client, urls, scopes } = aClient({ name: 'Orders' });
    await client.get({ service: 'halden', kind: 'indexes', name: 'Orders' });
    expect(urls).toEqual(["https://halden.search.windows.net/indexes('Orders')?api-version=2026-04-01"]);
    expect(scopes.flat()).toEqual(['https://search.azure.com/.default']);
  });

  it('reads every page', async () => {
    const next = 'https://halden.search.windows.net/indexes?api-version=2026-04-01&$skip=1';
    const { client } = aClient({ value: [{ name: 'a' }], '@odata.nextLink': next }, { value: [{ name: 'b' }] });
    expect((await client.list('halden', 'indexes')).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('takes its token to no other host, whether by a link or by a name', async () => {
    const { client, urls } = aClient({ value: [], '@odata.nextLink': 'https://elsewhere.example/indexes' });
    await expect(client.list('halden', 'indexes')).rejects.toThrow('elsewhere.example');
    await expect(client.list('elsewhere.example/', 'indexes')).rejects.toThrow();
    expect(urls).toHaveLength(1);
  });
});
