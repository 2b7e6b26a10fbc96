import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { auditor } from './audit';
import { door } from './door';
import { badParameter, notEmulated, VaultRefusal } from './errors';
import type { Fault, FaultQueue } from './faults';
import type { Count } from './limits';
import { lostAnswer, type Wire } from './lost-answer';
import type { Parts } from './parts';
import type { Call, Route } from './route';

/** Calls that Azure answers and the emulator does not. They are told apart from calls that nobody knows. */
const notYet = ['POST /keys/:name/:version?/release', 'GET /keys/:name/:version?/attestation'];

/** The vault's front: each call is let in, counted, disturbed if a fault waits for it, and answered by its route. */
export function server(
  parts: Parts,
  routes: readonly Route[],
  { faults, count }: { faults: FaultQueue; count: Count },
) {
  const { admit, challenge } = door(parts.settings);
  const audited = auditor(parts);

  const answer = async (route: Route, call: Call, { request, wire }: { request: Request; wire: Wire }) => {
    const { operation } = route;
    await admit(request, { operation, name: call.name });
    const body = await bodyOf(request);
    count(operation, call, body);
    const fault = faults.take(operation, call.name);
    await disturb(fault);
    const result: unknown = await route.answer(call, body);
    if (fault?.kind === 'lose-answer') return lostAnswer(wire);
    return result === undefined ? new Response(null, { status: 204 }) : Response.json(result);
  };

  const app = new Hono<{ Bindings: Wire }>({ getPath: canonicalPath });
  app.use(async (context, next) => {
    await next();
    context.header('x-ms-request-id', randomUUID());
    context.header('date', parts.settings.now().toUTCString());
  });
  for (const call of notYet) {
    const [method = '', path = ''] = call.split(' ');
    app.on(method, spellings(path), () =>
      refusalOf(notEmulated(call, 'this part of Key Vault is left out'), challenge),
    );
  }
  for (const route of routes) {
    app.on(route.method, spellings(route.path), (context) => {
      const { req } = context;
      const call = { name: req.param('name') ?? '', version: req.param('version') ?? '', url: new URL(req.url) };
      const { operation } = route;
      const asked = { request: req.raw, wire: context.env };
      return audited({ operation, call, request: req.raw }, () => answer(route, call, asked));
    });
  }
  app.notFound(({ req }) => refusalOf(notEmulated(`${req.method} ${req.path}`), challenge));
  app.onError((error) => refusalOf(error, challenge));
  return app;
}

/** Clients write "current version" as an empty segment: `/keys/name/`, and `/keys/name//wrapkey`. */
const canonicalPath = (request: Request) => new URL(request.url).pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');

/** A path with and without its version. */
const spellings = (path: string) => [path.replace('/:version?', ''), path.replace('?', '')];

function refusalOf(error: unknown, challenge: string): Response {
  if (!(error instanceof VaultRefusal)) throw error;
  const { retryAfterSeconds } = error.more;
  const headers = {
    ...(error.status === 401 ? { 'www-authenticate': challenge } : {}),
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
  return Response.json(error.body, { status: error.status, headers });
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter(
      `Expected JSON as body of ${request.method} ${new URL(request.url).pathname}, found something else.`,
    );
  }
}

async function disturb(fault: Fault | undefined): Promise<void> {
  if (fault?.kind === 'delay') await sleep(fault.milliseconds);
  if (fault?.kind !== 'refuse') return;
  const { status, code, message, retryAfterSeconds } = fault;
  throw new VaultRefusal(status, code, message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}
