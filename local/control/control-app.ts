import { Hono } from 'hono';
import * as z from 'zod';
import { AccessChange, changeAccess } from './access-change';
import type { Estate } from './estate';
import { EventsWanted, publish } from './events';
import { clearFaults, EstateFault, injectFault } from './faults';

const ClockMove = z.strictObject({ now: z.iso.datetime().transform((text) => new Date(text)) });

/** What a caller outside sees and does: clock, faults, events, what is where, and the doors of issuer and inbox. */
export function controlApp(estate: Estate): Hono {
  const { arm, now, eventGrid, accessEvents, identity, inbox, vaults } = estate;
  const wanted = async <T>(schema: z.ZodType<T>, body: Promise<unknown>) =>
    schema.safeParse(await body.catch(() => undefined));

  return new Hono()
    .get('/local/clock', (c) => c.json({ now: now() }))
    .post('/local/clock', async (c) => {
      const move = await wanted(ClockMove, c.req.json());
      if (!move.success) return c.json({ error: z.prettifyError(move.error) }, 400);
      await estate.moveClock(move.data.now);
      return c.json({ now: now() });
    })
    .post('/local/faults', async (c) => {
      const fault = await wanted(EstateFault, c.req.json());
      if (!fault.success) return c.json({ error: z.prettifyError(fault.error) }, 400);
      injectFault(estate, fault.data);
      return c.body(null, 204);
    })
    .get('/local/faults', (c) => c.json({ arm: arm.faults() }))
    .get('/local/throttled', (c) => c.json({ arm: arm.throttled() }))
    .delete('/local/faults', (c) => {
      clearFaults(estate);
      return c.body(null, 204);
    })
    .post('/local/events', async (c) => {
      const events = await wanted(EventsWanted, c.req.json());
      if (!events.success) return c.json({ error: z.prettifyError(events.error) }, 400);
      return c.json({ published: publish(estate, events.data) }, 202);
    })
    .post('/local/events/flush', async (c) => {
      await estate.flushEvents();
      return c.json({
        pending: eventGrid.pending + accessEvents.pending,
        deadLetters: [...eventGrid.deadLetters, ...accessEvents.deadLetters],
      });
    })
    .post('/local/access', async (c) => {
      const change = await wanted(AccessChange, c.req.json());
      if (!change.success) return c.json({ error: z.prettifyError(change.error) }, 400);
      return c.body(null, changeAccess(estate, change.data) ? 204 : 404);
    })
    .get('/local/estate', (c) =>
      c.json({
        now: now(),
        vaults: [...vaults.values()].map(({ team, name, flavour, url }) => ({ team, name, flavour, url })),
        resources: arm.list().map((resource) => ({
          ...resource,
          health: arm.health(resource.id),
          keyLog: arm.keyLog(resource.id),
        })),
      }),
    )
    .all('/local/inbox/*', (c) => inbox.fetch(c.req.raw))
    .all('/local/inbox', (c) => inbox.fetch(c.req.raw))
    .all('/webhook/*', (c) => inbox.fetch(c.req.raw))
    .all('/topic/*', (c) => inbox.fetch(c.req.raw))
    .all('*', (c) => identity.fetch(c.req.raw));
}
