import { z } from 'zod';
import type { Arm } from '../azure/arm';
import { ArmConflict, ArmNotFound, ArmRefused, ArmRejected } from '../azure/arm-errors';
import { messageOf } from '../errors';
import type { KeyUrl } from '../keys/key-url';
import type { ArmDependent } from './arm-dependent';
import type { Dependent, Discovery } from './dependent';
import { allOf, GraphRow, usersOf } from './graph-queries';
import { inBatches } from './in-batches';
import { textAt } from './json-path';
import { holderOf, Resource, standingOf } from './look';
import { mentions, speaksOf } from './reference';

type Found = Partial<Discovery>;

const nothing: Found = {};
const atOnce = 10;
/** Microsoft.Resources 2022-12-01. */
const subscriptionVersion = '2022-12-01';

/** How storage accounts answer that can hold no encryption scopes; from memory, unverified. */
const notOffered = 'FeatureNotSupportedForAccount';

/** What cannot be seen is said; other faults may pass. */
const orUnreadable =
  (scope: string) =>
  (error: unknown): Found => {
    const lasting = [ArmNotFound, ArmRefused, ArmRejected, ArmConflict].some((kind) => error instanceof kind);
    if (lasting) return { unreadable: [{ scope, because: messageOf(error) }] };
    throw error;
  };

/** What is gone by now, or cannot hold such a thing, is none. */
const orNone =
  (scope: string) =>
  (error: unknown): Found => {
    const none = error instanceof ArmNotFound || (error instanceof ArmRejected && error.armCode === notOffered);
    return none ? nothing : orUnreadable(scope)(error);
  };

const isCanary = (tags: GraphRow['tags']): boolean =>
  Object.entries(tags ?? {}).some(([name, value]) => name.toLowerCase() === 'rewrap-canary' && value !== 'false');

/** A resource that has been read, as a dependent, or as an unknown user where it holds the key in another way only. */
const foundIn = (
  adapter: ArmDependent,
  resource: Resource,
  key: KeyUrl,
  row: { id: string; tags: GraphRow['tags'] },
): Found => {
  const standing = standingOf(adapter, resource, key);
  const { id } = row;
  if (standing.is !== 'here') return mentions(resource, key) ? { unknown: [{ id, type: adapter.type }] } : nothing;
  const versions = new Set(standing.places.map(({ inUse }) => inUse));
  const [version] = versions.size === 1 ? versions : [];
  const dependent: Dependent = {
    id,
    type: adapter.type,
    mode: standing.mode,
    canary: isCanary(row.tags),
    keepsOldVersionFor: adapter.keepsOldVersionFor.map(({ what }) => what),
    ...(version && { version }),
  };
  return { dependents: [dependent] };
};

/** Looks into resources of one type. */
const looker = (arm: Arm, adapter: ArmDependent, key: KeyUrl) => {
  const { type, apiVersion, listed, registrations } = adapter;

  const registered = async (id: string): Promise<Found> => {
    if (!registrations) return nothing;
    const keys = await arm.list(`${id}/${registrations.collection}`, apiVersion, Resource);
    const ours = keys.filter((each) => speaksOf(textAt(each, registrations.uri) ?? '', key));
    return {
      unknown: ours.map((each) => ({ id: each.id.toLowerCase(), type: `${type}/${registrations.collection}` })),
    };
  };

  const one = async ({ id, tags }: GraphRow): Promise<Found> => {
    const resource = await arm.get(holderOf(adapter, id), apiVersion, Resource);
    const found = foundIn(adapter, resource, key, { id, tags });
    return found.dependents ? found : together([found, await registered(id)]);
  };

  const below = async ({ id, tags }: GraphRow, collection: string): Promise<Found[]> => {
    const children = await arm.list(`${id}/${collection}`, apiVersion, Resource);
    return children.map((child) =>
      foundIn(adapter, child, key, { id: child.id.toLowerCase(), tags: child.tags ?? tags }),
    );
  };

  return async (row: GraphRow): Promise<Found> => {
    const looking = listed ? below(row, listed.collection).then(together) : one(row);
    return looking.catch(orNone(row.id));
  };
};

/** One discovery out of many. */
export const together = (parts: readonly Found[]): Discovery => ({
  dependents: parts.flatMap(({ dependents }) => dependents ?? []),
  unknown: parts.flatMap(({ unknown }) => unknown ?? []),
  unreadable: parts.flatMap(({ unreadable }) => unreadable ?? []),
});

const sameType = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The type whose resources are all visited, because Resource Graph does not show the reference. */
const visited = ({ listed, part, type }: ArmDependent): string | undefined => listed?.parent ?? (part && type);

/** Asks for each subscription whether we can read it: Resource Graph leaves the others out without a word. */
const unreadableOf = async (arm: Arm, subscriptions: readonly string[]): Promise<Discovery> =>
  together(
    await inBatches(subscriptions, atOnce, (subscription) => {
      const scope = `/subscriptions/${subscription}`;
      return arm.get(scope, subscriptionVersion, z.looseObject({})).then(() => nothing, orUnreadable(scope));
    }),
  );

type Search = { readonly arm: Arm; readonly adapters: readonly ArmDependent[]; readonly key: KeyUrl };

const usersIn = async ({ arm, adapters, key }: Search, subscriptions: readonly string[]): Promise<Discovery> => {
  const parents = adapters.flatMap((adapter) => visited(adapter) ?? []);
  const hits = await arm.resourceGraph(usersOf(key), subscriptions, GraphRow);
  const visits = parents.length > 0 ? await arm.resourceGraph(allOf(parents), subscriptions, GraphRow) : [];

  const looks = adapters.flatMap((adapter) => {
    const parent = visited(adapter);
    const rows = (parent ? visits : hits).filter(({ type }) => sameType(type, parent ?? adapter.type));
    return rows.map((row) => () => looker(arm, adapter, key)(row));
  });
  const seen = await inBatches(looks, atOnce, (lookNow) => lookNow());

  // A vault names itself, and often a word that is also the name of a key.
  const isUnknown = ({ type }: GraphRow) =>
    !/^microsoft\.keyvault\//i.test(type) && !adapters.some((adapter) => sameType(adapter.type, type));
  return together([...seen, { unknown: hits.filter(isUnknown).map(({ id, type }) => ({ id, type })) }]);
};

/**
 * Everything in the subscriptions that uses the key. Resource Graph is a hint and lags behind: what it names is read again,
 * and kept only if it refers to this very key.
 */
export const findUsers = async (search: Search, subscriptions: readonly string[]): Promise<Discovery> => {
  const { unreadable } = await unreadableOf(search.arm, subscriptions);
  const readable = subscriptions.filter((each) => !unreadable.some(({ scope }) => scope === `/subscriptions/${each}`));
  if (readable.length === 0) return together([{ unreadable }]);
  const found = await usersIn(search, readable).catch(orUnreadable('Azure Resource Graph'));
  return together([{ unreadable }, found]);
};
