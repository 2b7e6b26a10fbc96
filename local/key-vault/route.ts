import * as z from 'zod';
import { badParameter } from './errors';
import type { Operation } from './operations';

/** One request, as far as an answer needs it. `name` and `version` are empty where the path has none. */
export interface Call {
  name: string;
  version: string;
  url: URL;
}

/** A call of the data plane: where it is found, and how it is answered. An answer `undefined` becomes 204. */
export interface Route {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:name` and `:version` are filled from the path; a path without a version means the current one. */
  readonly path: string;
  readonly answer: (call: Call, body: unknown) => unknown;
}

/** Schema of calls that carry none. */
export const NoBody = z.undefined();

/** A route whose body goes through its schema before it is answered; a misfit is a 400 that names the call. */
export const route = <B>(definition: {
  operation: Operation;
  method: Route['method'];
  path: string;
  body: z.ZodType<B>;
  answer: (call: Call, body: NoInfer<B>) => unknown;
}): Route => ({
  ...definition,
  answer: (call, raw) => {
    const body = definition.body.safeParse(raw);
    if (body.success) return definition.answer(call, body.data);
    const found = z.prettifyError(body.error);
    throw badParameter(`Expected a valid body of ${definition.method} ${call.url.pathname}, found: ${found}`);
  },
});
