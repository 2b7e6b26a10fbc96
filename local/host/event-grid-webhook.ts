import { Hono, type Context } from 'hono';
import * as z from 'zod';
import type { RegisteredFunction } from './functions-core';
import type { Invoker } from './invocation';

const Validation = z.tuple([z.object({ data: z.object({ validationCode: z.string() }) })], z.unknown());

/**
 * The address that Event Grid delivers to, `?functionName=NAME`. Azure retries a delivery that is answered with 500.
 * Knows both handshakes, arrays in the Event Grid schema, and CloudEvents one by one or as an array.
 */
export function eventGridWebhook(invoker: Invoker): Hono {
  const app = new Hono();
  const find = (c: Context) => invoker.find('eventGridTrigger', c.req.query('functionName') ?? '');
  const unknown = (c: Context) =>
    c.text(`Expected functionName to name an Event Grid function, found "${c.req.query('functionName') ?? ''}".`, 404);

  app.options('/', (c) => {
    if (!find(c)) return unknown(c);
    c.header('WebHook-Allowed-Origin', c.req.header('WebHook-Request-Origin') ?? '*');
    c.header('WebHook-Allowed-Rate', '*');
    return c.body(null, 200);
  });

  app.post('/', async (c) => {
    const called = find(c);
    if (!called) return unknown(c);
    const body: unknown = await c.req.json().catch(() => undefined);
    switch (c.req.header('aeg-event-type')) {
      case 'SubscriptionValidation':
        return validated(c, body);
      case 'Notification':
        return notify(c, invoker, { called, body });
      case 'Unsubscribe':
        return c.body(null, 202);
      default:
        return c.text('Expected aeg-event-type SubscriptionValidation, Notification or Unsubscribe.', 400);
    }
  });
  return app;
}

function validated(c: Context, body: unknown): Response {
  const validation = Validation.safeParse(body);
  if (!validation.success) return c.text(z.prettifyError(validation.error), 400);
  return c.json({ validationResponse: validation.data[0].data.validationCode });
}

async function notify(c: Context, invoker: Invoker, delivery: { called: RegisteredFunction; body: unknown }) {
  const { called, body } = delivery;
  if (typeof body !== 'object' || body === null) return c.text('Expected an event or an array of events as JSON.', 400);
  const events: readonly unknown[] = Array.isArray(body) ? body : [body];
  const outcomes = await Promise.allSettled(
    events.map((event) => invoker.invoke(called, { json: JSON.stringify(event) })),
  );
  return c.body(null, outcomes.every(({ status }) => status === 'fulfilled') ? 202 : 500);
}
