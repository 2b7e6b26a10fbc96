import { shown, withResource, type Entry } from './entry';
import { at as jsonAt, withAt } from './json';
import { afterRewriting, dueMove, lostVersion, sameUse, settledOn, using, versionsFor } from './key-use';
import type { KeyLookup } from './key-lookup';
import type { Ending, Failure, Operation } from './operation';
import type { ArmResource, Neighbours } from './resource-type';

/** What passes while time passes. */
export interface Surroundings {
  readonly now: Date;
  readonly keys: KeyLookup;
  readonly neighbours: Neighbours;
  /** Until a resource of this type has followed a new version. */
  readonly lagMinutes: number;
}

/** What has become of a resource by now; without an entry its making has failed. */
export interface Passed {
  readonly entry?: Entry;
  readonly ending?: Ending;
}

/** Ends the write that is over by now, and follows newer versions by itself. */
export function passTime(given: Entry, surroundings: Surroundings): Passed {
  const entry = rewritten(given, surroundings);
  const { operation } = entry;
  if (!operation) return { entry: followed(entry, surroundings) };
  if (operation.endsAt > surroundings.now) return { entry };

  const failure = operation.failure ?? strandedBy(entry, surroundings.keys);
  const ending: Ending = { operation, ...(failure && { error: { code: failure.code, message: failure.message } }) };
  const { operation: _, ...rest } = entry;
  const ended = failure && !failure.applied ? undone(rest, operation) : applied(rest, operation, failure, surroundings);
  return { ending, ...(ended && { entry: followed(ended, surroundings) }) };
}

/** With the state that the write is in, for types that tell it. */
export const inState = (resource: ArmResource, state: 'Updating' | 'Succeeded' | 'Failed'): ArmResource =>
  jsonAt(resource.properties, 'provisioningState') === undefined
    ? resource
    : { ...resource, properties: withAt(resource.properties, 'provisioningState', state) };

function rewritten({ rewrittenAt, ...entry }: Entry, { now, keys }: Surroundings): Entry {
  if (!rewrittenAt) return entry;
  return rewrittenAt > now ? { ...entry, rewrittenAt } : { ...entry, uses: afterRewriting(entry, keys, rewrittenAt) };
}

function followed(entry: Entry, surroundings: Surroundings): Entry {
  const { keys, lagMinutes, now, neighbours } = surroundings;
  const move = dueMove(entry, keys, lagMinutes, now);
  if (!move) return entry;

  const { to, at } = move;
  const needed = versionsFor(entry, shown(entry), keys);
  const uses = using(entry.uses, [...needed.filter((version) => !sameUse(version, to)), to], at);
  const moved = withResource({ ...entry, uses }, settledOn(entry.type, shown(entry), uses, neighbours), at);
  return followed(moved, surroundings);
}

function applied(
  entry: Entry,
  { next, needs: { after }, endsAt }: Operation,
  failure: Failure | undefined,
  surroundings: Surroundings,
) {
  const uses = using(entry.uses, after, endsAt);
  const ended = inState(next, failure ? 'Failed' : 'Succeeded');
  const resource = settledOn(entry.type, ended, uses, surroundings.neighbours);
  return withResource({ ...entry, uses }, resource, endsAt);
}

function undone(entry: Entry, { before, needs, endsAt }: Operation): Entry | undefined {
  if (!before) return undefined;
  const uses = using(entry.uses, needs.before, endsAt);
  return withResource({ ...entry, uses }, inState(before, 'Failed'), endsAt);
}

/** Re-wrapping unwraps with the old version and wraps with the new: it fails when either is not to be had. */
function strandedBy(entry: Entry, keys: KeyLookup): Failure | undefined {
  const lost = lostVersion(entry, keys);
  if (!lost) return undefined;
  const code = entry.type.refusals?.disabledKey ?? 'KeyVaultKeyDisabled';
  const message = `Version ${lost.version} of key ${lost.name} was disabled while it was needed.`;
  return { code, message, applied: false };
}
