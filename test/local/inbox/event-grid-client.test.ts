import { AzureKeyCredential, EventGridPublisherClient } from '@azure/eventgrid';
import { serve, type ServerType } from '@hono/node-server';
import { freePort } from '../../../local/process/ports';
import { createInbox } from '../../../local/inbox/inbox';

describe('EventGridPublisherClient of @azure/eventgrid', () => {
  const inbox = createInbox({ now: () => new Date(), webhookSecret: 'whsec_AQEB', topicKey: 'right' });
  let server: ServerType;
  let endpoint: string;
  beforeAll(async () => {
    const port = await freePort();
    server = serve({ fetch: (request) => inbox.fetch(request), port, hostname: '127.0.0.1' });
    endpoint = `http://127.0.0.1:${port}/topic/api/events`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const client = (key: string) =>
    new EventGridPublisherClient(endpoint, 'CloudEvent', new AzureKeyCredential(key), {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
    });
  const event = { source: '/rewrap', type: 'Rewrap.RotationProven', data: { key: 'ledger' } };

  it('publishes to the topic', async () => {
    await client('right').send([event]);
    expect(inbox.arrivals.at(-1)).toMatchObject({ to: 'topic', verified: true, body: [event] });
  });

  it('is refused with a wrong key', async () => {
    await expect(client('wrong').send([event])).rejects.toMatchObject({ statusCode: 401 });
  });
});
