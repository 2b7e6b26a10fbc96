import { Hono } from 'hono';
import * as z from 'zod';
import { sameSecret } from '../identity/same-secret';
import { createArrivals, Failure, type Arrival, type FailureInput } from './arrivals';
import { signatureIsRight } from './webhook-signature';

export interface InboxOptions {
  /** The estate clock. */
  readonly now: () => Date;
  /** The secret shared with all webhooks' senders, `whsec_…`. */
  readonly webhookSecret: string;
  /** Access key of the custom topic. */
  readonly topicKey: string;
  /** Lets a bearer token stand in for the topic's key, as Event Grid Data Sender does. */
  readonly maySend?: (request: Request) => Promise<boolean>;
}

/** Receives alerts as the outside world would, and shows them: webhooks, and an Event Grid custom topic. */
export interface Inbox {
  fetch(request: Request): Response | Promise<Response>;
  readonly arrivals: readonly Arrival[];
  fail(failure: FailureInput): void;
  clear(): void;
}

const CloudEvents = z.array(
  z.looseObject({
    id: z.string().min(1),
    source: z.string().min(1),
    type: z.string().min(1),
    specversion: z.literal('1.0'),
  }),
);

/** Makes an empty inbox. */
export function createInbox({ now, webhookSecret, topicKey, maySend = async () => false }: InboxOptions): Inbox {
  const arrivals = createArrivals(now);

  const app = new Hono()
    .post('/webhook/:name', async (c) => {
      const { headers } = c.req.raw;
      const body = await c.req.text();
      const verified = signatureIsRight(webhookSecret, headers, body, now());
      const status = arrivals.keep({ to: c.req.param('name'), headers, body, verified, status: verified ? 204 : 401 });
      return new Response(null, { status });
    })
    .post('/topic/api/events', async (c) => {
      const { headers } = c.req.raw;
      const verified = sameSecret(headers.get('aeg-sas-key') ?? '', topicKey) || (await maySend(c.req.raw));
      const body = await c.req.text();
      const deserved = verified ? topicStatus(c.req.query('api-version'), headers, body) : 401;
      const status = arrivals.keep({ to: 'topic', headers, body, verified, status: deserved });
      if (status < 300) return new Response(null, { status });
      return Response.json(
        { error: { code: String(status), message: 'The local topic did not take the events.' } },
        { status },
      );
    })
    .get('/local/inbox', (c) => c.json({ arrivals: arrivals.all }))
    .delete('/local/inbox', (c) => {
      arrivals.clear();
      return c.body(null, 204);
    })
    .post('/local/inbox/failures', async (c) => {
      const failure = Failure.safeParse(await c.req.json().catch(() => undefined));
      if (!failure.success) return c.json({ error: z.prettifyError(failure.error) }, 400);
      arrivals.fail(failure.data);
      return c.body(null, 204);
    });

  return {
    fetch: (request) => app.fetch(request),
    arrivals: arrivals.all,
    fail: (failure) => arrivals.fail(failure),
    clear: () => arrivals.clear(),
  };
}

/** The topic is made for CloudEvents and takes nothing else. */
function topicStatus(version: string | undefined, headers: Headers, body: string): number {
  const isBatch = headers.get('content-type')?.startsWith('application/cloudevents-batch+json');
  if (version !== '2018-01-01' || !isBatch) return 400;
  try {
    return CloudEvents.safeParse(JSON.parse(body)).success ? 200 : 400;
  } catch {
    return 400;
  }
}
