import { createHttpHeaders } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { ArmNotFound, ArmRefused } from '../../../shared/azure/arm-errors';
import { graphClient } from '../../../shared/azure/graph-client';

const Named = z.object({ id: z.string() });

/** A client of Microsoft Graph that is answered with these, one after the other. */
const aClient = (...answers: readonly (readonly [status: number, body: unknown])[]) => {
  const sent: { url: string; method: string; body: unknown }[] = [];
  const scopes: unknown[] = [];
  const client = graphClient({
    endpoint: 'https://graph.microsoft.us',
    resource: 'https://graph.microsoft.us',
    credential: {
      getToken: async (scope) => {
        scopes.push(scope);
        return { token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    httpClient: {
      async sendRequest(request) {
        const { url, method, body } = request;
        const [status, answer] = answers[sent.length] ?? [200, { value: [] }];
        sent.push({ url, method, body });
        return { request, status, headers: createHttpHeaders(), bodyAsText: JSON.stringify(answer) };
      },
    },
  });
  return { client, sent, scopes };
};

describe('the client of Microsoft Graph', () => {
  it('asks version 1.0 with a token for the cloud it is in, and reads every page', async () => {
    const next = 'https://graph.microsoft.us/v1.0/groups/g/members?$skiptoken=1';
    const pages = [
      [200, { value: [{ id: 'a' }], '@odata.nextLink': next }],
      [200, { value: [{ id: 'b' }] }],
    ] as const;
    const { client, sent, scopes } = aClient(...pages);
    expect(await client.list('/groups/g/members', Named)).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(sent.map(({ url }) => url)).toEqual(['https://graph.microsoft.us/v1.0/groups/g/members', next]);
    expect(scopes.flat()).toContain('https://graph.microsoft.us/.default');
  });

  it('takes its token to no other host', async () => {
    const { client, sent } = aClient([200, { value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/users' }]);
    await expect(client.list('/users', Named)).rejects.toThrow('elsewhere.example');
    expect(sent).toHaveLength(1);
  });

  it('reads what changed to its end, and where to ask for what changes then', async () => {
    const [next, link] = ['skip', 'delta'].map(
      (token) => `https://graph.microsoft.us/v1.0/groups/delta?$${token}token=1`,
    );
    const { client, sent } = aClient(
      [200, { value: [], '@odata.nextLink': next }],
      [200, { value: [{ id: 'a' }], '@odata.deltaLink': link }],
      [200, { value: [], '@odata.deltaLink': 'https://graph.microsoft.us/v1.0/later' }],
      [200, { value: [] }],
    );
    expect(await client.changes('/groups/delta', Named)).toEqual({ told: [{ id: 'a' }], link });
    expect((await client.changes(link ?? '', Named)).told).toEqual([]);
    expect(sent.map(({ url }) => url)).toEqual(['https://graph.microsoft.us/v1.0/groups/delta', next, link]);
    await expect(client.changes('/groups/delta', Named)).rejects.toThrow('did not say where');
    await expect(client.changes('https://elsewhere.example/v1.0/groups/delta', Named)).rejects.toThrow('elsewhere');
    expect(sent).toHaveLength(4);
  });

  it('says which permission is missing, and what is not there', async () => {
    const denied = { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } };
    const { client } = aClient([403, denied], [404, { error: { code: 'Request_ResourceNotFound', message: '' } }]);
    const refused = client.get('/users/ann', Named);
    await expect(refused).rejects.toThrow(ArmRefused);
    await expect(refused).rejects.toThrow(/Directory\.Read\.All.*Microsoft Graph answered/);
    await expect(client.get('/users/ann', Named)).rejects.toThrow(ArmNotFound);
  });

  it('sends bodies as JSON', async () => {
    const { client, sent } = aClient([200, { id: 'a' }], [200, { id: 'b' }]);
    expect(await client.post('/subscriptions', { a: 1 }, Named)).toEqual({ id: 'a' });
    expect(await client.patch('/subscriptions/a', { b: 2 }, Named)).toEqual({ id: 'b' });
    expect(sent.map(({ method, body }) => [method, body])).toEqual([
      ['POST', `{"a":1}`],
      ['PATCH', `{"b":2}`],
    ]);
  });
});
