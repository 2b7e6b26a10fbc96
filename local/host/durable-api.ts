import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { InstanceAlive, UnknownOrchestrator, type Engine } from './engine/engine';
import { runtimeStatus, type Instance } from './engine/instance';
import { PayloadTooLarge } from './engine/payload';
import { statusOf } from './durable-status';

const flag = z.stringbool().optional();
const StatusQuery = z.object({
  showHistory: flag,
  showHistoryOutput: flag,
  showInput: flag,
  returnInternalServerErrorOnFailure: flag,
});
const Filter = z.object({
  createdTimeFrom: z.coerce.date().optional(),
  createdTimeTo: z.coerce.date().optional(),
  runtimeStatus: z
    .string()
    .transform((list) => list.split(','))
    .optional(),
  instanceIdPrefix: z.string().default(''),
  top: z.coerce.number().int().positive().optional(),
});

/** Azure Storage keys and URLs forbid the rest. */
const InstanceId = z.string().regex(/^[^@/\\#?][^/\\#?]{0,99}$/);

/**
 * The HTTP API that durable clients and management URLs call. Source: the .NET extension's HttpApiHandler. Entities,
 * rewind and restart are refused.
 */
export function durableApi(engine: Engine): Hono {
  const app = new Hono();
  const find = (c: Context) => engine.instances.get(c.req.param('id') ?? '');

  app.post('/orchestrators/:name/:id?', async (c) => {
    const id = c.req.param('id');
    if (id !== undefined && !InstanceId.safeParse(id).success)
      return c.text(`Expected an instance id, found ${id}.`, 400);
    const version = c.req.query('version');
    const input = await jsonBody(c);
    const start = { name: c.req.param('name'), input, ...(id && { id }), ...(version && { version }) };
    return c.json({ id: engine.start(start) }, 202);
  });

  app.get('/instances', (c) => {
    const { top, ...filter } = Filter.parse(c.req.query());
    const { showInput = false } = StatusQuery.parse(c.req.query());
    const wanted = { input: showInput, history: false, historyOutput: false };
    const from = Number(c.req.header('x-ms-continuation-token') ?? 0);
    const found = select(engine, filter);
    const page = found.slice(from, top && from + top);
    if (from + page.length < found.length) c.header('x-ms-continuation-token', `${from + page.length}`);
    return c.json(page.map((instance) => statusOf(instance, wanted)));
  });

  app.get('/instances/:id', (c) => {
    const instance = find(c);
    if (!instance) return c.json(noInstance(c), 404);
    const query = StatusQuery.parse(c.req.query());
    const { showInput = true, showHistory = false, showHistoryOutput = false } = query;
    if (!instance.end) c.header('Location', c.req.url);
    if (!instance.end) c.header('Retry-After', '5');
    const status = statusOf(instance, { input: showInput, history: showHistory, historyOutput: showHistoryOutput });
    return c.json(status, codeOf(instance, query.returnInternalServerErrorOnFailure ?? false));
  });

  app.post('/instances/:id/raiseEvent/:name', async (c) => {
    if (!c.req.header('content-type')?.includes('json')) return c.text('Expected content-type application/json.', 400);
    const input = await jsonBody(c);
    return toLiving(c, find(c), ({ id }) => engine.raise(id, c.req.param('name'), input));
  });
  const reason = (c: Context) => c.req.query('reason') ?? '';
  app.post('/instances/:id/terminate', (c) => toLiving(c, find(c), ({ id }) => engine.terminate(id, reason(c))));
  app.post('/instances/:id/suspend', (c) => toLiving(c, find(c), ({ id }) => engine.suspend(id, true)));
  app.post('/instances/:id/resume', (c) => toLiving(c, find(c), ({ id }) => engine.suspend(id, false)));

  app.delete('/instances/:id', (c) => purged(c, engine.purge([c.req.param('id')])));
  app.delete('/instances', (c) => {
    const filter = Filter.parse(c.req.query());
    if (!filter.createdTimeFrom) return c.text('Expected createdTimeFrom in the query, found none.', 400);
    return purged(c, engine.purge(select(engine, filter).map(({ id }) => id)));
  });

  for (const path of ['/instances/:id/rewind', '/instances/:id/restart', '/entities/*', '/entities']) {
    app.all(path, (c) =>
      c.text(`Expected no use of ${path}: the local host has neither rewind, restart nor entities.`, 501),
    );
  }
  return app.onError(refused);
}

function refused(error: Error, c: Context): Response {
  if (error instanceof InstanceAlive) return c.text(error.message, 409);
  if (error instanceof PayloadTooLarge) return c.text(error.message, 413);
  if (error instanceof UnknownOrchestrator || error instanceof SyntaxError) return c.text(error.message, 400);
  if (error instanceof z.ZodError) return c.text(z.prettifyError(error), 400);
  throw error;
}

/** An empty body means null. @throws {SyntaxError} */
async function jsonBody(c: Context): Promise<string> {
  const text = await c.req.text();
  return text === '' ? 'null' : JSON.stringify(JSON.parse(text));
}

const noInstance = (c: Context) => ({ message: `No instance with ID '${c.req.param('id')}' found.` });

function toLiving(c: Context, instance: Instance | undefined, act: (instance: Instance) => void): Response {
  if (!instance) return c.json(noInstance(c), 404);
  if (instance.end) return c.body(null, 410);
  act(instance);
  return c.body(null, 202);
}

const purged = (c: Context, instancesDeleted: number) => c.json({ instancesDeleted }, instancesDeleted > 0 ? 200 : 404);

function codeOf({ end }: Instance, failureIsError: boolean): 200 | 202 | 500 {
  if (!end) return 202;
  return end.status === 'Failed' && failureIsError ? 500 : 200;
}

function select({ instances }: Engine, filter: Omit<z.infer<typeof Filter>, 'top'>): Instance[] {
  const { createdTimeFrom, createdTimeTo, runtimeStatus: statuses, instanceIdPrefix } = filter;
  const from = createdTimeFrom?.toISOString() ?? '';
  const to = createdTimeTo?.toISOString() ?? '9';
  return [...instances.values()].filter(
    (instance) =>
      instance.createdAt >= from &&
      instance.createdAt <= to &&
      instance.id.startsWith(instanceIdPrefix) &&
      (statuses?.includes(runtimeStatus(instance)) ?? true),
  );
}
