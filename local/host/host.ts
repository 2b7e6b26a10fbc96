import { Hono } from 'hono';
import { setTimeout as pause } from 'node:timers/promises';
import { Alarms } from './alarms';
import { appFunctions } from './app-functions';
import { loadApp, runHooks } from './app-loader';
import type { EstateClock } from './clock';
import { durableApi } from './durable-api';
import { durableClientBinding } from './durable-client-binding';
import { Engine } from './engine/engine';
import type { Journal } from './engine/journal';
import { eventGridWebhook } from './event-grid-webhook';
import { listen } from './http-server';
import { httpTriggers } from './http-trigger';
import { Invoker } from './invocation';
import { localApi } from './local-api';
import type { Log } from './log';
import type { Settings } from './settings';
import { Timers } from './timers';

export interface HostOptions {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly clock: EstateClock;
  /** 0 takes any free port. */
  readonly port: number;
  readonly control?: string | undefined;
  readonly log: Log;
}

/** A host that serves. */
export interface Host {
  readonly origin: string;
  /** Takes nothing new, lets what is under way end for a while, and gives the journal back. */
  stop(): Promise<void>;
}

/** How long, in milliseconds, a stop waits for work under way. What is cut off runs again at the next start. */
const stopWithin = 10_000;

/** Loads the app and runs it: HTTP, Event Grid, timers and orchestrations, where the journal says they stood. */
export async function startHost({ settings, journal, clock, port, control, log }: HostOptions): Promise<Host> {
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response('starting', { status: 503 });
  const server = await listen((request) => fetch(request), port);
  const origin = `http://localhost:${server.port}`;
  // Without it the durable client rewrites all management URLs to port 7071.
  process.env['WEBSITE_HOSTNAME'] = `localhost:${server.port}`;

  const registrations = await loadApp(settings, log);
  const { http, durableTask } = settings;
  const invoker = new Invoker(registrations, durableClientBinding(origin, durableTask.hubName), log);
  clock.onMoved((offset) => journal.write({ kind: 'clock', offset }));
  const alarms = new Alarms(clock);
  const engine = new Engine({
    journal,
    clock,
    alarms,
    functions: appFunctions(invoker),
    maxConcurrentActivities: durableTask.maxConcurrentActivityFunctions,
    maxConcurrentOrchestrators: durableTask.maxConcurrentOrchestratorFunctions,
    defaultVersion: durableTask.defaultVersion,
  });
  const timers = new Timers({ invoker, clock, alarms, journal });

  const app = new Hono({ strict: false })
    .route('/durabletask', durableApi(engine))
    .route('/runtime/webhooks/durabletask', durableApi(engine))
    .route('/runtime/webhooks/eventgrid', eventGridWebhook(invoker))
    .route('/local', localApi({ engine, invoker, journal, clock, alarms, control }))
    .post('/admin/functions/:name', (c) => c.body(null, timers.fire(c.req.param('name')) ? 202 : 404))
    .route(`/${http.routePrefix}`, httpTriggers(invoker));
  fetch = (request) => app.fetch(request);
  engine.resumeAll();
  timers.start();

  return {
    origin,
    async stop() {
      alarms.clearAll();
      // The server last: activities under way may still call their durable client.
      const deadline = new AbortController();
      const late = pause(stopWithin, undefined, { signal: deadline.signal }).catch(() => undefined);
      await Promise.race([Promise.all([engine.stop(), invoker.ended()]), late]);
      deadline.abort();
      await server.close();
      await runHooks(registrations, 'appTerminate');
      journal.close();
    },
  };
}
