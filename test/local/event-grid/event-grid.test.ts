import { createEventGrid, type EventGrid, type EventGridOptions } from '../../../local/event-grid/event-grid';

const deliverTo = 'http://localhost:7071/runtime/webhooks/eventgrid?functionName=onKeyVaultEvent';
const nearExpiry = (id: string) => ({
  id,
  topic: '/vaults/v',
  eventType: 'Microsoft.KeyVault.KeyNearExpiry',
  data: {},
});
const cloudEvent = {
  id: 'c',
  source: '/vaults/v',
  type: 'Microsoft.KeyVault.KeyNearExpiry',
  specversion: '1.0',
  data: {},
};

/** A subscription whose subscriber answers with these statuses in turn, then with 202. */
function aSubscription(statuses: (number | Error)[] = [], options: Partial<EventGridOptions> = {}) {
  let time = new Date('2030-01-01T00:00:00Z');
  const got: { url: string; headers: Headers; body: unknown }[] = [];
  const send = async (request: Request) => {
    got.push({ url: request.url, headers: request.headers, body: await request.json() });
    const status = statuses.shift() ?? 202;
    if (status instanceof Error) throw status;
    return new Response(null, { status });
  };
  const grid: EventGrid = createEventGrid({ deliverTo, now: () => time, send, ...options });
  const pass = async (seconds: number) => {
    time = new Date(time.getTime() + seconds * 1000);
    await grid.flush();
  };
  const ids = () => got.map(({ body }) => (Array.isArray(body) ? body[0].id : undefined));
  return { grid, got, pass, ids };
}

describe('Event Grid', () => {
  const open: EventGrid[] = [];
  const subscribe = (...args: Parameters<typeof aSubscription>) => {
    const made = aSubscription(...args);
    open.push(made.grid);
    return made;
  };
  afterEach(() => {
    for (const grid of open.splice(0)) grid.stop();
  });

  it('posts each event alone, as the webhook of Functions expects it', async () => {
    const { grid, got } = subscribe();
    grid.publish(nearExpiry('a'));
    grid.publish(nearExpiry('b'));
    await grid.flush();
    expect(got.map(({ body }) => body)).toEqual([[nearExpiry('a')], [nearExpiry('b')]]);
    expect(got[0]?.url).toBe(deliverTo);
    expect(got[0]?.headers.get('aeg-event-type')).toBe('Notification');
    expect(got[0]?.headers.get('content-type')).toBe('application/json');
    expect(grid.pending).toBe(0);
  });

  it('posts a CloudEvent bare', async () => {
    const { grid, got } = subscribe();
    grid.publish(cloudEvent);
    await grid.flush();
    expect(got[0]?.body).toEqual(cloudEvent);
    expect(got[0]?.headers.get('content-type')).toBe('application/cloudevents+json');
  });

  it('tries again with growing pauses by the estate clock, after a failure and after no answer', async () => {
    const { grid, got, pass } = subscribe([500, new Error('refused')]);
    grid.publish(nearExpiry('a'));
    await grid.flush();
    expect(got).toHaveLength(1);
    await pass(9);
    expect(got).toHaveLength(1);
    await pass(1);
    expect(got).toHaveLength(2);
    await pass(29);
    expect(got).toHaveLength(2);
    await pass(1);
    expect(got.map(({ headers }) => headers.get('aeg-delivery-count'))).toEqual(['0', '1', '2']);
    expect([grid.pending, grid.deadLetters]).toEqual([0, []]);
  });

  it.each([400, 401, 403, 413])('gives up at once after %i, and keeps the event', async (status) => {
    const { grid, got, pass } = subscribe([status]);
    grid.publish(nearExpiry('a'));
    await pass(0);
    await pass(60);
    expect(got).toHaveLength(1);
    expect(grid.deadLetters).toMatchObject([
      { id: 'a', deliveryAttempts: 1, deadLetterReason: 'UndeliverableDueToRefusal' },
    ]);
  });

  it('gives up after its attempts, with the fields of the envelope', async () => {
    const { grid, pass } = subscribe([404, 404, 404, 404], { maxDeliveryAttempts: 2 });
    grid.publish(nearExpiry('a'));
    grid.publish(cloudEvent);
    await pass(0);
    await pass(10);
    expect(grid.deadLetters).toEqual([
      {
        ...nearExpiry('a'),
        deadLetterReason: 'MaxDeliveryAttemptsExceeded',
        deliveryAttempts: 2,
        lastDeliveryOutcome: 'NotFound',
        publishTime: '2030-01-01T00:00:00.000Z',
        lastDeliveryAttemptTime: '2030-01-01T00:00:10.000Z',
      },
      {
        ...cloudEvent,
        deadletterreason: 'MaxDeliveryAttemptsExceeded',
        deliveryattempts: 2,
        lastdeliveryoutcome: 'NotFound',
        publishtime: '2030-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('gives up when the next attempt would come after the time to live', async () => {
    const { grid, pass } = subscribe([503, 503], { ttlMinutes: 0.5 });
    grid.publish(nearExpiry('a'));
    await pass(0);
    await pass(10);
    expect(grid.deadLetters).toMatchObject([{ deadLetterReason: 'TimeToLiveExceeded', lastDeliveryOutcome: 'Busy' }]);
  });

  it('delivers twice and in reverse on demand, then as usual', async () => {
    const { grid, ids } = subscribe();
    grid.disturb({ duplicates: 1 });
    grid.publish(nearExpiry('a'));
    grid.disturb({ reversed: 2 });
    grid.publish(nearExpiry('b'));
    expect(grid.pending).toBeGreaterThan(0);
    grid.publish(nearExpiry('c'));
    grid.publish(nearExpiry('d'));
    await grid.flush();
    expect(ids()).toEqual(['a', 'a', 'c', 'b', 'd']);
  });

  it('delivers nothing any more once it is stopped', async () => {
    const { grid, got, pass } = subscribe([500]);
    grid.publish(nearExpiry('a'));
    await grid.flush();
    grid.stop();
    await pass(60);
    expect(got).toHaveLength(1);
  });
});
