import type { Entry } from './entry';
import type { KeyNeed, KeyUse } from './key-need';
import { shown } from './entry';
import { follows, referencesOf, showing, type PlacedReference } from './key-reference';
import { sameKey, sameVersion, type KeyLookup, type KeyVersionId } from './key-lookup';
import type { ArmResource, Neighbours, ResourceType } from './resource-type';

const isOpen = ({ until }: KeyUse) => until === undefined;

/**
 * The versions that the resource uses once its references are as given: the pinned one, or the one in use, since a
 * service looks for a newer version only in its own time, or the newest for a key it meets for the first time.
 */
export function versionsFor(entry: Entry, resource: ArmResource, keys: KeyLookup): readonly KeyNeed[] {
  const { type, uses } = entry;
  if (type.encrypts === false) return [];
  const written = referencesBefore(entry);
  return referencesOf(type, resource).flatMap((reference): KeyNeed[] => {
    const { host, name, slot } = reference;
    const hasMovedOn = follows(type, resource, reference) && written.some((each) => sameNeed(each, reference));
    const pinned = hasMovedOn ? undefined : reference.version;
    const version = pinned ?? inUse(uses, reference)?.version ?? keys.version(host, name)?.version;
    return version ? [{ host, name, version, slot }] : [];
  });
}

/** What a write makes the resource need: the versions it uses then, and with some types those that it used till then. */
export function neededAfter(entry: Entry, next: ArmResource, keys: KeyLookup): readonly KeyNeed[] {
  const current = versionsFor(entry, next, keys);
  if (entry.type.keepsAll?.(next)) {
    return [...current, ...needs(entry).filter((version) => !includes(current, version))];
  }
  if (!entry.type.keepsPrevious || entry.history.length === 0) return current;
  const before = versionsFor(entry, shown(entry), keys);
  const previous = before.filter((version) => !includes(current, version));
  return previous.length > 0 ? [...current, ...previous] : needs(entry);
}

/** Ends what is not needed any more and begins what is needed from now on. */
export function using(uses: readonly KeyUse[], needed: readonly KeyNeed[], at: Date): readonly KeyUse[] {
  const ended = uses.map((use) => (isOpen(use) && !includes(needed, use) ? { ...use, until: at } : use));
  return alsoUsing(ended, needed, at);
}

/** Ends the need for all versions but the one in use and the one before: all data has been written anew. */
export function afterRewriting(entry: Entry, keys: KeyLookup, at: Date): readonly KeyUse[] {
  const current = versionsFor(entry, shown(entry), keys);
  const others = needs(entry).filter((version) => !includes(current, version));
  return using(entry.uses, [...current, ...others.slice(-1)], at);
}

/** Begins what is needed beside what is in use: while data keys are re-wrapped, old and new are needed both. */
export function alsoUsing(uses: readonly KeyUse[], needed: readonly KeyNeed[], at: Date): readonly KeyUse[] {
  const isNew = (version: KeyNeed) => !includes(uses.filter(isOpen), version);
  return [...uses, ...needed.filter(isNew).map((version) => ({ ...version, from: at }))];
}

/** Whether the service can unwrap its data keys now. */
export function health(entry: Entry, keys: KeyLookup): 'ok' | 'no-key' {
  const { type } = entry;
  const metKey = needs(entry).length > 0 || type.encrypts === false || referencesOf(type, shown(entry)).length === 0;
  return metKey && !lostVersion(entry, keys) ? 'ok' : 'no-key';
}

/** The versions without which the resource cannot unwrap its data keys now. */
export const needs = ({ uses }: Entry): readonly KeyNeed[] => uses.filter(isOpen);

/** A version that is needed and not to be had: without it no data key can be unwrapped, nor wrapped anew. */
export function lostVersion(entry: Entry, keys: KeyLookup): KeyVersionId | undefined {
  const isLost = ({ host, name, version }: KeyVersionId) => !keys.version(host, name, version)?.enabled;
  const needed = needs(entry);
  if (entry.type.survivesOnAnyKey && !needed.every(isLost)) return undefined;
  return needed.find(isLost);
}

/** Shows the versions in use and lets the type complete itself. */
export function settledOn(type: ResourceType, resource: ArmResource, uses: readonly KeyUse[], neighbours: Neighbours) {
  const open = uses.filter(isOpen);
  const shownResource = open.reduce((result, use) => showing(type, result, use, use.from), resource);
  return open.length > 0 ? (type.settled?.(shownResource, neighbours) ?? shownResource) : shownResource;
}

/** A newer version that the resource has moved to by itself by `now`, and when. */
export function dueMove(entry: Entry, keys: KeyLookup, lagMinutes: number, now: Date) {
  const resource = shown(entry);
  for (const reference of referencesOf(entry.type, resource).filter((each) => follows(entry.type, resource, each))) {
    const { host, name, slot } = reference;
    const newest = keys.version(host, name);
    const used = inUse(entry.uses, reference);
    if (!newest || newest.version === used?.version) continue;

    const usedState = used && keys.version(host, name, used.version);
    // A version disabled under a service does not send it back to an older one: it stands still.
    if (usedState && !usedState.enabled && newest.created <= usedState.created) continue;
    const at = new Date(Math.max(newest.created.getTime(), entry.pointedAt.getTime()) + lagMinutes * 60_000);
    if (at <= now) return { to: { host, name, version: newest.version, slot }, at };
  }
  return undefined;
}

/** What the resource refers to before it is written. */
export function referencesBefore({ type, history }: Entry): readonly PlacedReference[] {
  const before = history.at(-1)?.resource;
  return before ? referencesOf(type, before) : [];
}

/** Of the same reference, and the same key. */
export const sameUse = (a: PlacedReference, b: PlacedReference): boolean => a.slot === b.slot && sameKey(a, b);

const sameNeed = (a: PlacedReference, b: PlacedReference) => a.slot === b.slot && sameVersion(a, b);

const includes = (needed: readonly KeyNeed[], version: KeyNeed) => needed.some((each) => sameNeed(each, version));

const inUse = (uses: readonly KeyUse[], key: PlacedReference) =>
  uses.findLast((use) => isOpen(use) && sameUse(use, key));
