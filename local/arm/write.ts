import type { z } from 'zod';
import { ArmError } from './arm-error';
import { parseArmPath } from './arm-path';
import { shown, withResource, type Entry } from './entry';
import { merged, type Json } from './json';
import { checkReferences, referencesOf } from './key-reference';
import { alsoUsing, lostVersion, needs, settledOn, using, versionsFor } from './key-use';
import type { KeyLookup } from './key-lookup';
import type { Failure, Operation } from './operation';
import { inState } from './passing-time';
import { blank, type Resources } from './resources';
import type { ArmResource, ResourceType, Write } from './resource-type';

/** A write as it came in. */
export interface WriteRequest {
  readonly type: ResourceType;
  readonly id: string;
  readonly method: string;
  readonly body: unknown;
  /** It is to fail, on demand. */
  readonly failure?: Failure & { readonly status: number };
}

export interface WriteSurroundings {
  readonly resources: Resources;
  readonly keys: KeyLookup;
  readonly now: () => Date;
  readonly newId: () => string;
  /** How long a write takes that is answered with 202. */
  readonly operationSeconds: number;
}

/** What a write is answered with; with an operation it goes on. */
export interface Written {
  readonly status: 200 | 201 | 202;
  readonly resource: ArmResource;
  readonly operation?: Operation;
}

/** Checks and carries out a write, or begins it. @throws {ArmError} */
export function write(request: WriteRequest, surroundings: WriteSurroundings): Written {
  const { type, id, method, failure } = request;
  const rule = method === 'PATCH' || method === 'PUT' ? type.writes[method] : undefined;
  if (!rule) throw new ArmError(405, 'MethodNotAllowed', `${type.type} is not written with ${method}.`);

  const entry = surroundings.resources.entry(id);
  mayBeWritten(request, rule, entry, surroundings.resources);
  const next = prepared(request, parsed(rule.body, request.body), entry, surroundings);
  if (rule.takesTime) return begin(request, entry, next, surroundings);

  if (failure && !failure.applied) throw new ArmError(failure.status, failure.code, failure.message);
  const resource = commit(type, entry, next, surroundings);
  if (failure) throw new ArmError(failure.status, failure.code, failure.message);
  return { status: entry ? 200 : 201, resource };
}

/** The 404 of Azure Resource Manager. */
export const notFound = (id: string): ArmError => {
  const name = [parseArmPath(id)?.type, id.split('/').at(-1)].join('/');
  return new ArmError(404, 'ResourceNotFound', `The Resource '${name}' was not found.`);
};

function mayBeWritten({ type, id }: WriteRequest, rule: Write, entry: Entry | undefined, resources: Resources) {
  const parent = parseArmPath(id)?.parent;
  if (parent && !resources.find(parent)) throw new ArmError(404, 'ParentResourceNotFound', `${parent} was not found.`);
  if (!entry && !rule.creates) throw notFound(id);
  if (entry?.operation) {
    const { status, code } = type.refusals?.busy ?? { status: 409, code: 'Conflict' };
    throw new ArmError(status, code, 'Another operation on this resource is in progress. Try again when it has ended.');
  }
}

function parsed(schema: z.ZodType<Json>, body: unknown): Json {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${message} at '${path.join('.')}'`);
  throw new ArmError(400, 'InvalidRequestContent', `The request content was invalid: ${problems.join('; ')}.`);
}

function prepared(request: WriteRequest, body: Json, entry: Entry | undefined, { resources, keys }: WriteSurroundings) {
  const { type, id, method } = request;
  const before = entry && shown(entry);
  const start = blank(type, id);
  const change = { properties: {}, ...body };
  const replaced = { ...start, ...before, ...change, properties: { ...start.properties, ...change.properties } };
  const next = before && method === 'PATCH' ? { ...before, ...merged(before, body) } : replaced;

  const { find, ensure } = resources;
  const complete = type.prepare?.(next, { find, ensure, keys, ...(before && { before }) }) ?? next;
  if (entry && !pointsElsewhere(entry, complete)) return complete;
  checkReferences(type, complete, keys);
  if (entry) mustUnwrap(entry, keys);
  return complete;
}

function commit(type: ResourceType, entry: Entry | undefined, next: ArmResource, surroundings: WriteSurroundings) {
  const { resources, keys, now } = surroundings;
  const start = pointed(entry ?? unmade(type, now()), next, now());
  const uses = using(start.uses, versionsFor(type, next, start.uses, keys), now());
  const resource = settledOn(type, next, uses, resources);
  resources.store(withResource({ ...start, uses }, resource, now()));
  return resource;
}

function begin(
  request: WriteRequest,
  entry: Entry | undefined,
  next: ArmResource,
  surroundings: WriteSurroundings,
): Written {
  const { type, id, failure } = request;
  const { resources, keys, now, newId, operationSeconds } = surroundings;
  const start = pointed(entry ?? unmade(type, now()), next, now());
  const after = versionsFor(type, next, start.uses, keys);
  const before = entry && shown(entry);
  const operation: Operation = {
    id: newId(),
    resource: id,
    startedAt: now(),
    endsAt: new Date(now().getTime() + operationSeconds * 1000),
    next,
    needs: { before: needs(start), after },
    ...(before && { before }),
    ...(failure && { failure }),
  };
  const resource = inState(before ? meanwhile(type, before, next) : next, 'Updating');
  resources.store(withResource({ ...start, uses: alsoUsing(start.uses, after, now()), operation }, resource, now()));
  return { status: 202, resource, operation };
}

const meanwhile = (type: ResourceType, before: ArmResource, next: ArmResource) =>
  type.meanwhile?.(before, next) ?? before;

const unmade = (type: ResourceType, now: Date): Entry => ({ type, history: [], uses: [], pointedAt: now });

/** A service starts to look for newer versions anew when its reference is written. */
const pointed = (entry: Entry, next: ArmResource, now: Date): Entry =>
  pointsElsewhere(entry, next) ? { ...entry, pointedAt: now } : entry;

function pointsElsewhere({ type, history }: Entry, next: ArmResource): boolean {
  const before = history.at(-1)?.resource;
  const references = (resource: ArmResource) => JSON.stringify(referencesOf(type, resource));
  return !before || references(before) !== references(next);
}

/** A data key can only be wrapped anew by who can unwrap it. @throws {ArmError} when the version in use is lost */
function mustUnwrap(entry: Entry, keys: KeyLookup): void {
  const lost = lostVersion(entry, keys);
  if (!lost) return;
  const code = entry.type.refusals?.disabledKey ?? 'KeyVaultKeyDisabled';
  throw new ArmError(400, code, `Version ${lost.version} of key ${lost.name} is in use and not enabled.`);
}
