import { Hono } from 'hono';
import { lostAnswer, type Wire } from '../key-vault/lost-answer';
import { ArmError } from './arm-error';
import { parseArmPath } from './arm-path';
import { answer } from './answer';
import type { ArmRequest, Desk } from './arm-request';
import { callCounter } from './call-counter';
import type { Authorise } from './caller';
import type { Effect, Faults } from './faults';
import type { ThrottleOptions } from './throttle';

export interface ArmAppOptions extends Desk {
  readonly authorise: Authorise;
  readonly throttle: ThrottleOptions;
  readonly faults: Faults;
  /** Hears of every call that is refused because there were too many. */
  readonly onThrottled: () => void;
}

/**
 * The front door: tells who calls, counts, applies faults, and hands on. Paths are matched by us, since Azure takes
 * them in any casing.
 */
export function createArmApp({ authorise, throttle, faults, onThrottled, ...desk }: ArmAppOptions) {
  const count = callCounter(throttle);
  const app = new Hono<{ Bindings: Wire }>();
  app.onError((error) => {
    if (!(error instanceof ArmError)) throw error;
    if (error.status === 429) onThrottled();
    return error.toResponse();
  });

  app.use(async (c, next) => {
    await next();
    c.header('x-ms-request-id', desk.newId());
    c.header('x-ms-correlation-request-id', c.req.header('x-ms-correlation-request-id') ?? desk.newId());
  });

  app.all('*', async (c) => {
    const caller = await authorise(c.req.raw);
    if (!caller) throw unauthenticated();

    const url = new URL(c.req.url);
    const left = count(c.req.method, url, caller.principal);
    const ifMatch = c.req.header('if-match');
    const body = await bodyOf(c.req.raw);
    const request = { url, method: c.req.method, body, caller, ...(ifMatch !== undefined && { ifMatch }) };
    const type = parseArmPath(url.pathname)?.type;
    const effect = faults.take({ path: url.pathname, method: request.method, ...(type && { type }) });
    const response = await underFault(request, effect, { desk, wire: c.env });
    for (const [name, value] of Object.entries(left)) response.headers.set(name, value);
    return response;
  });
  return app;
}

async function underFault(
  request: ArmRequest,
  effect: Effect | undefined,
  { desk, wire }: { desk: Desk; wire: Wire },
): Promise<Response> {
  if (!effect) return answer(request, desk);
  switch (effect.kind) {
    case 'answer': {
      const { status, code, message, retryAfter } = effect;
      throw new ArmError(status, code, message, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
    }
    case 'fail':
      return answer({ ...request, failure: effect }, desk);
    case 'hang':
      return new Promise<never>(() => undefined);
    case 'drop-answer':
      answer(request, desk);
      return lostAnswer(wire);
  }
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ArmError(400, 'InvalidRequestContent', 'The request content was not valid JSON.');
  }
}

const unauthenticated = () => {
  const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
  const message = "Authentication failed. The 'Authorization' header is missing or invalid.";
  return new ArmError(401, 'AuthenticationFailed', message, challenge);
};
