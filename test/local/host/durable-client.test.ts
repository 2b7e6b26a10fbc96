import * as z from 'zod';
import { aWorkplace, type RunningHost } from './host-process';

const List = z.array(z.object({ instanceId: z.string() }));

describe('the durable client of the app', () => {
  const workplace = aWorkplace();
  let host: RunningHost;
  beforeAll(async () => {
    host = await workplace.start();
  });
  afterAll(() => workplace.dispose());

  const client = async (verb: string, ...args: unknown[]) => (await host.post(`/api/client/${verb}`, args)).json();

  it('starts an instance once, and is told of a living one by 409', async () => {
    expect(await client('startNew', 'listen', { instanceId: 'one', input: { a: 1 } })).toEqual({ answer: 'one' });
    expect(await client('startNew', 'listen', { instanceId: 'one' })).toMatchObject({
      error: expect.stringContaining('409'),
    });
  });

  it('gets 400 for an orchestrator that is not there and 413 for an input that is too large', async () => {
    expect(await client('startNew', 'no')).toMatchObject({ error: expect.stringContaining('400') });
    const input = 'x'.repeat(70_000);
    expect(await client('startNew', 'listen', { input })).toMatchObject({ error: expect.stringContaining('413') });
  });

  it('reads the status, with the input and the history when asked', async () => {
    await client('startNew', 'doubleThrice', { instanceId: 'read', input: 2 });
    await host.status('read');
    expect(await client('getStatus', 'read')).toMatchObject({
      answer: { name: 'doubleThrice', runtimeStatus: 'Completed', input: 2, output: 16, customStatus: null },
    });
    const withHistory = await host.get('/durabletask/instances/read?showHistory=true&showHistoryOutput=true');
    expect(await withHistory.json()).toMatchObject({
      historyEvents: expect.arrayContaining([expect.objectContaining({ EventType: 'TaskCompleted', Result: '4' })]),
    });
  });

  it('raises an event to a living instance; a finished one takes it in silence, an unknown one does not', async () => {
    await client('startNew', 'listen', { instanceId: 'told' });
    expect(await client('raiseEvent', 'told', 'go', { by: 'me' })).toEqual({ answer: null });
    expect(await host.status('told')).toMatchObject({ output: { by: 'me' } });
    expect(await client('raiseEvent', 'told', 'go', 1)).toEqual({ answer: null });
    expect(await client('raiseEvent', 'nobody', 'go', 1)).toEqual({ error: "No instance with ID 'nobody' found." });
  });

  it('suspends, resumes and terminates', async () => {
    await client('startNew', 'listen', { instanceId: 'held' });
    await client('suspend', 'held', 'wait');
    expect(await host.status('held', 'Suspended')).toBeDefined();
    await client('resume', 'held', 'go on');
    expect(await host.status('held', 'Running')).toBeDefined();
    await client('terminate', 'held', 'enough');
    expect(await host.status('held')).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
  });

  it('lists by status, by prefix and page by page', async () => {
    for (const id of ['list-1', 'list-2', 'list-3']) await client('startNew', 'listen', { instanceId: id });
    await client('terminate', 'list-2', 'enough');
    const ids = async (query: string) => {
      const response = await host.get(`/durabletask/instances/?instanceIdPrefix=list-&${query}`);
      return List.parse(await response.json()).map(({ instanceId }) => instanceId);
    };
    expect(await ids('runtimeStatus=Running,Pending')).toEqual(['list-1', 'list-3']);
    expect(await ids('runtimeStatus=Terminated')).toEqual(['list-2']);
    const first = await host.get('/durabletask/instances/?instanceIdPrefix=list-&top=2');
    expect(await first.json()).toHaveLength(2);
    expect(first.headers.get('x-ms-continuation-token')).toBe('2');
    expect(await client('getStatusAll')).toEqual({
      answer: expect.arrayContaining([expect.objectContaining({ instanceId: 'list-3' })]),
    });
  });

  it('purges one finished instance or many, never a living one', async () => {
    expect(await client('purgeInstanceHistory', 'list-2')).toEqual({ answer: { instancesDeleted: 1 } });
    expect(await client('purgeInstanceHistory', 'list-1')).toEqual({ answer: { instancesDeleted: 0 } });
    const many = '/durabletask/instances/?createdTimeFrom=2020-01-01T00:00:00Z&runtimeStatus=Completed';
    const purged = await fetch(host.origin + many, { method: 'DELETE' });
    expect(await purged.json()).toEqual({ instancesDeleted: 2 });
    expect((await host.get('/durabletask/instances/read')).status).toBe(404);
  });

  it('is refused what this host does not have', async () => {
    expect((await host.post('/durabletask/instances/one/rewind')).status).toBe(501);
    expect((await host.post('/durabletask/instances/one/restart')).status).toBe(501);
    expect((await host.get('/durabletask/entities/counter/one')).status).toBe(501);
    expect(await client('rewind', 'one', 'why')).toMatchObject({
      error: expect.stringContaining('has neither rewind'),
    });
  });
});
