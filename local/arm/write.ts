import { ArmError } from './arm-error';
import { parseArmPath } from './arm-path';
import { shown, withResource, type Entry } from './entry';
import { changedResource } from './changed-resource';
import { checkReferences, referencesOf } from './key-reference';
import { alsoUsing, lostVersion, needs, neededAfter, referencesBefore, settledOn, using } from './key-use';
import type { KeyLookup } from './key-lookup';
import type { Operation } from './operation';
import { inState } from './passing-time';
import type { Resources } from './resources';
import type { ArmResource, ResourceType, Write } from './resource-type';
import type { WriteRequest } from './write-request';

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
  /** Which addresses of the operation the answer gives. */
  readonly tells?: Write['tells'];
}

/** Checks and carries out a write, or begins it. @throws {ArmError} */
export function write(request: WriteRequest, surroundings: WriteSurroundings): Written {
  const rule = ruleFor(request);
  const entry = surroundings.resources.entry(request.id);
  mayBeWritten(request, rule, entry, surroundings.resources);
  const next = prepared(request, rule, entry, surroundings);
  if (rule.takesTime) {
    const begun = begin(request, entry, next, surroundings);
    return { status: rule.status ?? 202, ...begun, ...(rule.tells && { tells: rule.tells }) };
  }

  return { status: rule.status ?? (entry ? 200 : 201), resource: atOnce(request, entry, next, surroundings) };
}

/** The 404 of Azure Resource Manager. */
export const notFound = (id: string): ArmError => {
  const name = [parseArmPath(id)?.type, id.split('/').at(-1)].join('/');
  return new ArmError(404, 'ResourceNotFound', `The Resource '${name}' was not found.`);
};

function ruleFor({ type, method }: WriteRequest): Write {
  const rule = method === 'PATCH' || method === 'PUT' ? type.writes[method] : undefined;
  if (!rule) throw new ArmError(405, 'MethodNotAllowed', `${type.type} is not written with ${method}.`);
  return rule;
}

function mayBeWritten({ id, ifMatch }: WriteRequest, rule: Write, entry: Entry | undefined, resources: Resources) {
  const parent = parseArmPath(id)?.parent;
  if (parent && !resources.find(parent)) throw new ArmError(404, 'ParentResourceNotFound', `${parent} was not found.`);
  if (!entry && !rule.creates) throw notFound(id);
  if (entry) mayBeChanged(entry, ifMatch);
}

function mayBeChanged(entry: Entry, ifMatch = '*'): void {
  const { etag, refusals } = entry.type;
  if (etag && ifMatch !== '*' && ifMatch !== shown(entry)[etag]) {
    throw new ArmError(412, 'PreconditionFailed', `The resource has changed: its ETag is not ${ifMatch}.`);
  }
  if (!entry.operation) return;
  const { status, code } = refusals?.busy ?? { status: 409, code: 'Conflict' };
  throw new ArmError(status, code, 'Another operation on this resource is in progress. Try again when it has ended.');
}

function prepared(
  request: WriteRequest,
  rule: Write,
  entry: Entry | undefined,
  { resources, keys }: WriteSurroundings,
): ArmResource {
  const { type } = request;
  const before = entry && shown(entry);
  const next = changedResource(request, rule, before);
  const { find, ensure, naming } = resources;
  const complete = type.prepare?.(next, { find, ensure, naming, keys, ...(before && { before }) }) ?? next;
  if (entry && !pointsElsewhere(entry, complete)) return complete;
  checkReferences(type, complete, keys);
  if (entry) mustUnwrap(entry, keys);
  return complete;
}

function atOnce(
  { type, failure }: WriteRequest,
  entry: Entry | undefined,
  next: ArmResource,
  surroundings: WriteSurroundings,
): ArmResource {
  if (failure && !failure.applied) throw new ArmError(failure.status, failure.code, failure.message);
  const resource = commit(type, entry, next, surroundings);
  if (failure) throw new ArmError(failure.status, failure.code, failure.message);
  return resource;
}

function commit(type: ResourceType, entry: Entry | undefined, next: ArmResource, surroundings: WriteSurroundings) {
  const { resources, keys, now } = surroundings;
  const start = pointed(entry ?? unmade(type, now()), next, now());
  const uses = using(start.uses, neededAfter(start, next, keys), now());
  const done = withResource({ ...start, uses }, settledOn(type, next, uses, resources), now());
  resources.store(done);
  return shown(done);
}

function begin(
  request: WriteRequest,
  entry: Entry | undefined,
  next: ArmResource,
  surroundings: WriteSurroundings,
): Pick<Written, 'resource' | 'operation'> {
  const { type, id, failure } = request;
  const { resources, keys, now, newId, operationSeconds } = surroundings;
  const start = pointed(entry ?? unmade(type, now()), next, now());
  const after = neededAfter(start, next, keys);
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
  const begun = withResource({ ...start, uses: alsoUsing(start.uses, after, now()), operation }, resource, now());
  resources.store(begun);
  return { resource: shown(begun), operation };
}

const meanwhile = (type: ResourceType, before: ArmResource, next: ArmResource) =>
  type.meanwhile?.(before, next) ?? before;

const unmade = (type: ResourceType, now: Date): Entry => ({ type, history: [], uses: [], pointedAt: now });

/** A service starts to look for newer versions anew when its reference is written. */
const pointed = (entry: Entry, next: ArmResource, now: Date): Entry =>
  pointsElsewhere(entry, next) ? { ...entry, pointedAt: now } : entry;

const pointsElsewhere = (entry: Entry, next: ArmResource): boolean =>
  entry.history.length === 0 ||
  JSON.stringify(referencesBefore(entry)) !== JSON.stringify(referencesOf(entry.type, next));

/** A data key can only be wrapped anew by who can unwrap it. @throws {ArmError} when the version in use is lost */
function mustUnwrap(entry: Entry, keys: KeyLookup): void {
  const lost = lostVersion(entry, keys);
  if (!lost) return;
  const code = entry.type.refusals?.disabledKey ?? 'KeyVaultKeyDisabled';
  throw new ArmError(400, code, `Version ${lost.version} of key ${lost.name} is in use and not enabled.`);
}
