import * as z from 'zod';
import { createGraph } from '../../../local/graph/graph';

const Body = z.looseObject({ id: z.string().optional() });

const minute = 60_000;
const start = Date.parse('2027-03-01T12:00:00.000Z');
const at = (ms: number) => new Date(start + ms).toISOString();

/** A directory on a clock of its own, and the events that it sends. */
const aGraph = () => {
  const clock = { now: start };
  const events: Record<string, unknown>[] = [];
  const graph = createGraph({
    authorise: async () => ({ principal: 'app', may: () => true }),
    now: () => new Date(clock.now),
    tenantId: 'tenant',
    emit: (event) => void events.push(event),
  });
  const ask = async (method: string, path: string, body?: object) => {
    const request = new Request(`https://graph.local/v1.0${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const response = await graph.fetch(request);
    return { status: response.status, body: Body.parse(await response.json()) };
  };
  const subscribe = (how: object = {}) =>
    ask('POST', '/subscriptions', {
      changeType: 'updated,deleted',
      notificationUrl: 'EventGrid:?partnertopic=rewrap-users',
      resource: 'users',
      clientState: 'secret',
      expirationDateTime: at(41_760 * minute),
      ...how,
    });
  return { clock, events, ask, subscribe, tell: graph.tellUpdated };
};

describe('the emulated subscriptions of Microsoft Graph', () => {
  it('send an update of what was subscribed to, with the state that was asked for, and of nothing else', async () => {
    const { events, subscribe, tell } = aGraph();
    tell('users', 'ann');
    expect(await subscribe()).toMatchObject({ status: 201, body: { resource: 'users' } });
    tell('groups', 'inner');
    tell('users', 'ann');
    expect(events).toMatchObject([
      {
        type: 'Microsoft.Graph.UserUpdated',
        subject: 'Users/ann',
        data: { changeType: 'updated', clientState: 'secret', tenantId: 'tenant', resourceData: { id: 'ann' } },
      },
    ]);
  });

  it('say that a group changed, and not what, nor whose membership', async () => {
    const { events, subscribe, tell } = aGraph();
    await subscribe({ resource: 'groups', notificationUrl: 'EventGrid:?partnertopic=rewrap-groups' });
    tell('groups', 'inner');
    expect(events).toMatchObject([{ type: 'Microsoft.Graph.GroupUpdated', subject: 'Groups/inner' }]);
    expect(JSON.stringify(events)).not.toMatch(/member/i);
  });

  it('lapse silently unless they are renewed', async () => {
    const { clock, events, ask, subscribe, tell } = aGraph();
    const { body } = await subscribe({ expirationDateTime: at(10 * minute) });
    expect(body).not.toHaveProperty('clientState');
    clock.now = start + 9 * minute;
    expect(await ask('PATCH', `/subscriptions/${body.id}`, { expirationDateTime: at(30 * minute) })).toMatchObject({
      status: 200,
    });
    clock.now = start + 20 * minute;
    tell('users', 'ann');
    expect(events).toHaveLength(1);
    clock.now = start + 31 * minute;
    tell('users', 'ann');
    expect(events).toHaveLength(1);
    expect((await ask('GET', '/subscriptions')).body).toEqual({ value: [] });
    expect(await ask('PATCH', `/subscriptions/${body.id}`, { expirationDateTime: at(60 * minute) })).toMatchObject({
      status: 404,
    });
  });

  it('live for 29 days at most', async () => {
    const { subscribe } = aGraph();
    expect(await subscribe({ expirationDateTime: at(41_761 * minute) })).toMatchObject({ status: 400 });
  });
});
