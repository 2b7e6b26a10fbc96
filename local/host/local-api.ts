import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { DateTime, Duration } from 'luxon';
import * as z from 'zod';
import type { Alarms } from './alarms';
import { ClockBackwards, type EstateClock } from './clock';
import { ControlRefused, tell } from './control';
import type { Engine } from './engine/engine';
import { runtimeStatus } from './engine/instance';
import type { Journal } from './engine/journal';
import type { Invoker } from './invocation';

const Move = z.union([
  z.strictObject({
    advance: z
      .string()
      .transform((text) => Duration.fromISO(text))
      .refine((span) => span.isValid),
  }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

/** As many living instances are shown. */
const mostLiving = 20;

/** How often, and in which steps of milliseconds of real time, it is looked whether the host is idle for whoever waits for that. */
const idleness = { looks: 1_000, pause: 5 };

export interface LocalApiOptions {
  readonly engine: Engine;
  readonly invoker: Invoker;
  readonly journal: Journal;
  readonly clock: EstateClock;
  readonly alarms: Alarms;
  /** Origin of the estate's other processes, without a trailing slash. */
  readonly control: string | undefined;
}

/** What only the local estate has: its clock, a look into the host, and the way to the emulators behind `control`. */
export function localApi({ engine, invoker, journal, clock, alarms, control }: LocalApiOptions): Hono {
  const app = new Hono();

  app.get('/clock', (c) => c.json({ now: clock.now() }));
  app.post('/clock', async (c) => {
    const move = Move.safeParse(await c.req.json().catch(() => undefined));
    if (!move.success) return c.text('Expected {"advance":"P30D"} or {"now":"2027-01-01T00:00:00Z"}.', 400);
    const to = target(move.data, clock.now());
    if (to < clock.now()) return c.text(new ClockBackwards(clock.now(), to).message, 400);
    // The others first: what falls due here must meet them in the same time.
    if (control) await tell(control, to);
    clock.moveTo(new Date(Math.max(+to, +clock.now())));
    return c.json({ now: clock.now() });
  });

  const isIdle = () => engine.load.queued + engine.load.running + invoker.running === 0;

  app.get('/host', async (c) => {
    if (c.req.query('until') === 'idle') {
      for (let look = 0; look < idleness.looks && !isIdle(); look += 1) await pause(idleness.pause);
    }
    const { queued } = engine.load;
    return c.json({
      now: clock.now(),
      idle: isIdle(),
      running: invoker.running,
      queued,
      orchestrations: countByStatus(engine),
      living: livingIn(engine),
      nextDurableTimer: alarms.next((key) => engine.instances.has(key)),
      journal: { records: journal.appended, bytes: journal.bytes },
    });
  });

  /** A history as the SDK reads it: what a replay test needs of a run that has ended. */
  app.get('/histories/:id', (c) => {
    const instance = engine.instances.get(c.req.param('id'));
    if (!instance) return c.notFound();
    const { name, input, history, end } = instance;
    return c.json({ name, input: JSON.parse(input), history, output: end && JSON.parse(end.output) });
  });

  app.all('/*', (c) => {
    const { pathname, search } = new URL(c.req.url);
    return control ? proxy(`${control}${pathname}${search}`, c.req) : c.notFound();
  });
  return app.onError((error, c) => c.text(error.message, error instanceof ControlRefused ? 502 : 500));
}

function target(move: z.infer<typeof Move>, now: Date): Date {
  if ('now' in move) return new Date(move.now);
  return DateTime.fromJSDate(now, { zone: 'utc' }).plus(move.advance).toJSDate();
}

/** Instances that have not ended, the last to move first, and the step that each of them is at. */
const livingIn = ({ instances }: Engine) =>
  [...instances.values()]
    .filter(({ end }) => !end)
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    .slice(0, mostLiving)
    .map(({ id, name, updatedAt, customStatus }) => ({ id, name, updatedAt, at: JSON.parse(customStatus) }));

function countByStatus({ instances }: Engine): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const instance of instances.values()) {
    const status = runtimeStatus(instance);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
