import { directoryEventsIn } from '../../../shared/access/directory-events';
import type { Graph } from '../../../shared/azure/graph-client';

const topic = 'EventGrid:?azuresubscriptionid=s&resourcegroup=rg&partnertopic=rewrap-{resource}&location=westeurope';
const day = 24 * 3_600_000;

type Known = { id: string; resource: string; notificationUrl: string; expirationDateTime: string };

/** Microsoft Graph with its subscriptions, as far as it answers about them. */
const aDirectory = ({ refuses = '' } = {}) => {
  const clock = { now: new Date('2026-03-01T12:00:00.000Z') };
  const known: Known[] = [];
  const asked: string[] = [];
  const answer = (method: string, then: () => unknown) => {
    asked.push(method);
    if (refuses.split(' ').includes(method)) throw new Error(`${method} refused`);
    return then();
  };
  const graph: Graph = {
    get: () => Promise.reject(new Error('not asked for')),
    list: async (_, shape) => shape.array().parse(answer('list', () => known)),
    changes: () => Promise.reject(new Error('not asked for')),
    async post(_, body, shape) {
      const made = { id: `${known.length}`, ...(body as Omit<Known, 'id'>) };
      return shape.parse(answer('post', () => known[known.push(made) - 1]));
    },
    async patch(path, body, shape) {
      const found = known.find(({ id }) => path === `/subscriptions/${id}`);
      return shape.parse(answer('patch', () => Object.assign(found ?? {}, body)));
    },
  };
  const events = directoryEventsIn({ graph, wish: { topic, clientState: 'ours' }, now: () => clock.now });
  const leaps = (days: number) => void (clock.now = new Date(clock.now.getTime() + days * day));
  return { known, asked, tend: () => events.tend(), leaps };
};

describe('subscriptions of events of the directory', () => {
  it('are made for users and groups, each with a topic of its own, our words, and a life that Microsoft Graph allows', async () => {
    const { known, tend } = aDirectory();
    expect(await tend()).toEqual([
      { resource: 'users', expiresOn: '2026-03-29T12:00:00.000Z' },
      { resource: 'groups', expiresOn: '2026-03-29T12:00:00.000Z' },
    ]);
    expect(known).toMatchObject([
      {
        resource: 'users',
        changeType: 'updated,deleted',
        clientState: 'ours',
        notificationUrl: topic.replace('{resource}', 'users'),
      },
      { resource: 'groups' },
    ]);
  });

  it('are renewed well before they lapse, and never made twice', async () => {
    const { known, asked, tend, leaps } = aDirectory();
    for (let n = 0; n < 100; n += 1) {
      await tend();
      leaps(1);
    }
    expect(known).toHaveLength(2);
    expect(asked.filter((each) => each === 'patch')).toHaveLength(2 * 12);
  });

  it('are made anew when they have lapsed', async () => {
    const { known, tend, leaps } = aDirectory();
    await tend();
    leaps(40);
    await tend();
    expect(known).toHaveLength(4);
  });

  it.each([
    ['list', { resource: 'users', trouble: 'list refused' }],
    ['post', { resource: 'users', trouble: 'post refused' }],
  ])('tell of their trouble: %s', async (refuses, expected) => {
    expect(await aDirectory({ refuses }).tend()).toContainEqual(expected);
  });

  it('tell until when they live on when they cannot be renewed', async () => {
    const { tend, leaps } = aDirectory({ refuses: 'patch' });
    await tend();
    leaps(10);
    expect(await tend()).toContainEqual({
      resource: 'users',
      expiresOn: '2026-03-29T12:00:00.000Z',
      trouble: 'patch refused',
    });
  });

  it('are not asked for where none are wanted', async () => {
    expect(await directoryEventsIn({ graph: undefined, wish: undefined, now: () => new Date() }).tend()).toEqual([]);
  });
});
