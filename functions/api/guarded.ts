import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { messageOf, RewrapError } from '../../shared/errors';
import type { Caller } from './caller';
import type { Accepts, Answer, Call, Definition, Endpoint, Operation, Site } from './endpoint';
import { BodyNotJson, BodyTooLarge, CallerUnknown, CallFailed, InputInvalid, problemOf, RoleMissing } from './problems';

const bodyLimit = 64 * 1024;
const nobody: Caller = { id: 'anonymous', name: 'anonymous', roles: [] };

/** Makes an endpoint of its definition: recognises the caller, parses what came, runs, and tells what went wrong. */
export const endpoint = <A extends Accepts>(definition: Definition<A>): Endpoint => ({
  ...definition,
  answer: (request, site) => guarded(definition, request, site),
});

/** The only try/catch of the API. */
async function guarded<A extends Accepts>(
  definition: Definition<A>,
  request: HttpRequest,
  site: Site,
): Promise<Answer> {
  let caller = nobody;
  try {
    caller = await callerOf(definition, request, site);
    allow(caller, definition.role);
    const input = await inputOf(definition.accepts, request);
    const call: Call<A> = { ...input, caller, urlOf: (path) => new URL(path, request.url).href };
    const answer = await definition.run(call, site);
    return { ...answer, headers: { 'cache-control': 'no-store', ...answer.headers } };
  } catch (error) {
    return refusalOf(foreseen(error, { name: definition.name, caller: caller.id }, site));
  }
}

async function callerOf({ role, signed }: Operation, request: HttpRequest, site: Site): Promise<Caller> {
  if (role === 'anyone') return nobody;
  const headers = Object.fromEntries(request.headers);
  if (signed && headers['webhook-signature'] !== undefined)
    return site.recogniseSender(await textOf(request.clone()), headers);
  return site.recognise(request.headers.get('authorization'));
}

async function textOf(request: HttpRequest): Promise<string> {
  const text = await request.text();
  const size = Buffer.byteLength(text);
  if (size > bodyLimit) throw new BodyTooLarge(bodyLimit, size);
  return text;
}

function allow({ roles }: Caller, role: Operation['role']): void {
  if (role !== 'anyone' && !roles.includes(role)) throw new RoleMissing(role, roles);
}

async function inputOf<A extends Accepts>(accepts: A, request: HttpRequest) {
  const input = z.object(accepts).safeParse({
    params: request.params,
    query: Object.fromEntries(request.query),
    ...(accepts.body && { body: await bodyOf(request) }),
  });
  if (!input.success) throw new InputInvalid(input.error);
  return input.data;
}

async function bodyOf(request: HttpRequest): Promise<unknown> {
  const text = await textOf(request);
  return Promise.resolve(text)
    .then<unknown>(JSON.parse)
    .catch((cause: unknown) => {
      throw new BodyNotJson({ cause });
    });
}

/** Everything is logged here, once; an error that nobody foresaw leaves the house without its details. */
function foreseen(error: unknown, call: { name: string; caller: string }, { log }: Site): RewrapError {
  if (error instanceof RewrapError) {
    log.warn('call refused', { ...call, code: error.code, because: error.message });
    return error;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  log.error('call failed', { ...call, because: messageOf(error), stack });
  return new CallFailed(log.invocationId, { cause: error });
}

/** Source of the challenges: RFC 6750, 3. */
function refusalOf(error: RewrapError): Answer {
  return {
    status: error.status,
    jsonBody: problemOf(error),
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(error instanceof CallerUnknown && { 'www-authenticate': `Bearer realm="rewrap"${error.challenge}` }),
      ...(error instanceof RoleMissing && { 'www-authenticate': 'Bearer realm="rewrap", error="insufficient_scope"' }),
    },
  };
}
