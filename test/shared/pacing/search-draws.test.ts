import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { ArmBusy } from '../../../shared/azure/arm-errors';
import { searchClient } from '../../../shared/azure/search-client';
import type { Budget, Draw, News } from '../../../shared/pacing/budget';
import { searchDraw } from '../../../shared/pacing/search-draws';

const host = 'halden.search.windows.net';

/** A client whose calls are all answered with this status, and a budget that notes what it is asked and told. */
const aPacedClient = (status: number, awayMs?: number) => {
  const taken: Draw[] = [];
  const learned: News[] = [];
  let sent = 0;
  const budget: Budget = {
    take: async (draws) => (taken.push(...draws), awayMs),
    learn: async (_, news) => void learned.push(news),
    look: async () => [],
  };
  const client = searchClient({
    endpoint: 'https://{service}.search.windows.net',
    scope: 'https://search.azure.com/.default',
    credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient: {
      async sendRequest(request) {
        sent += 1;
        const headers = createHttpHeaders({ 'retry-after': '30' });
        return { request, status, headers, bodyAsText: JSON.stringify({ value: [] }) };
      },
    },
    budget,
  });
  return { client, taken, learned, sent: () => sent };
};

describe('a call to an AI Search service', () => {
  it.each([
    ['GET', `https://${host}/indexes?api-version=1`, `search/${host}/indexes/list`, 3],
    ['GET', `https://${host}/indexes('Orders')?api-version=1`, `search/${host}/indexes/get`, 10],
    ['PUT', `https://${host}/synonymmaps('a%20b')?api-version=1`, `search/${host}/synonymmaps/put`, 6],
    ['GET', 'https://localhost:9000/halden/skillsets', 'search/localhost:9000/halden/skillsets/list', 3],
  ])('%s %s takes from %s, and never more than %d in a second', (method, url, name, most) => {
    const { draw } = searchDraw(method, new URL(url));
    expect(draw).toMatchObject({ cost: 1, bucket: { name } });
    const { capacity, perSecond, leaseMs } = draw.bucket;
    expect(capacity + perSecond * (1 + leaseMs / 1_000)).toBeLessThanOrEqual(most + 1e-9);
    expect(capacity).toBeGreaterThan(1);
  });

  it('is made in its turn, and tells the budget when the service refuses', async () => {
    const { client, taken, learned } = aPacedClient(429);
    await expect(client.list('halden', 'indexes')).rejects.toThrow(ArmBusy);
    expect(taken).toHaveLength(1);
    expect(learned).toEqual([{ is: 'throttled', seconds: 30 }]);
  });

  it('is not made when its turn would come too late, and it is said when to come back', async () => {
    const { client, sent } = aPacedClient(200, 90_000);
    await expect(client.list('halden', 'indexes')).rejects.toMatchObject({
      retryAfterSeconds: 90,
      message: expect.stringContaining('Azure AI Search is throttling'),
    });
    expect(sent()).toBe(0);
  });
});
