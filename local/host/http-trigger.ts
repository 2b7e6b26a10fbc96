import { Hono, type Context } from 'hono';
import { generateCookie } from 'hono/cookie';
import * as z from 'zod';
import type { RegisteredFunction } from './functions-core';
import type { Invoker } from './invocation';
import { honoPath, openness } from './route-template';
import type { HttpAnswer } from './typed-data';

const HttpTrigger = z.object({ route: z.string().optional(), methods: z.array(z.string()) });

/** The app's HTTP functions as routes. Function keys are not asked for on one machine. */
export function httpTriggers(invoker: Invoker): Hono {
  const app = new Hono();
  const routes = invoker.functions
    .filter(({ trigger }) => trigger.type === 'httpTrigger')
    .map((called) => {
      const { route, methods } = HttpTrigger.parse(called.trigger);
      return { called, methods: methods.map((method) => method.toUpperCase()), template: route ?? called.name };
    })
    .toSorted((a, b) => openness(a.template).localeCompare(openness(b.template)));
  for (const { called, methods, template } of routes) {
    app.on(methods, `/${honoPath(template)}`, (c) => answer(c, invoker, called));
  }
  return app;
}

async function answer(c: Context, invoker: Invoker, called: RegisteredFunction): Promise<Response> {
  try {
    const { returnValue } = await invoker.invoke(called, { http: await requestOf(c) });
    return returnValue?.http ? responseOf(returnValue.http) : c.body(null, 204);
  } catch {
    // The invoker has told the log; Azure tells the caller nothing either.
    return c.body(null, 500);
  }
}

const requestOf = async (c: Context) => ({
  method: c.req.method,
  url: c.req.url,
  headers: c.req.header(),
  query: c.req.query(),
  params: Object.fromEntries(Object.entries(c.req.param()).filter(([, value]) => value !== undefined)),
  body: { bytes: new Uint8Array(await c.req.arrayBuffer()) },
});

function responseOf({ statusCode, headers, cookies, body }: HttpAnswer): Response {
  const status = Number(statusCode);
  const isEmpty = !body || status === 204 || status === 304;
  const response = new Response(isEmpty ? null : Buffer.from(body.bytes), { status, headers });
  for (const { name, value, ...options } of cookies) {
    const given = Object.entries(options).filter(([, option]) => option !== undefined);
    response.headers.append('set-cookie', generateCookie(name, value, CookieOptions.parse(Object.fromEntries(given))));
  }
  return response;
}

/** Cookies in the language of the worker: each member is wrapped once more. */
const wrapped = <T>(value: z.ZodType<T>) => z.object({ value }).transform(({ value: inner }) => inner);
const CookieOptions = z.object({
  domain: wrapped(z.string()).exactOptional(),
  path: wrapped(z.string()).exactOptional(),
  secure: wrapped(z.boolean()).exactOptional(),
  httpOnly: wrapped(z.boolean()).exactOptional(),
  maxAge: wrapped(z.number()).exactOptional(),
});
