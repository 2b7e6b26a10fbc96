import { ArmNotFound, ArmRejected } from '../azure/arm-errors';
import { messageOf } from '../errors';
import { vaultOf, type KeyUrl } from '../keys/key-url';
import type { ArmDependent } from './arm-dependent';
import type { Dependent, Discovery } from './dependent';
import { allOf, isCanary, isUserOf, usersOf, usersOfVaults, type GraphRow } from './graph-queries';
import { inBatches } from './in-batches';
import { inTurn } from './in-turn';
import { readAt, textAt } from './json-path';
import { holderOf, standingOf, type Resource } from './look';
import { mentions } from './mentions';
import { ownedApart } from './owners';
import { principalsOf } from './principals';
import { lasts, type Reads } from './reads';
import { speaksOf } from './reference';
import { retentionsOf } from './retentions';

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
    if (lasts(error)) return { unreadable: [{ scope, because: messageOf(error) }] };
    throw error;
  };

/** What is gone by now, or cannot hold such a thing, is none. */
const orNone =
  (scope: string) =>
  (error: unknown): Found => {
    const none = error instanceof ArmNotFound || (error instanceof ArmRejected && error.armCode === notOffered);
    return none ? nothing : orUnreadable(scope)(error);
  };

/** An unknown user, if the resource speaks of the key at a place that its type does not know. */
const mentioned = (adapter: ArmDependent, resource: Resource, key: KeyUrl, id: string): Found =>
  mentions(adapter, resource, key) ? { unknown: [{ id, type: adapter.type }] } : nothing;

/** A resource that has been read, as a dependent, or as an unknown user where it holds the key in another way only. */
const foundIn = (
  adapter: ArmDependent,
  resource: Resource,
  key: KeyUrl,
  row: Pick<GraphRow, 'id' | 'tags' | 'location' | 'identity'>,
): Found => {
  const standing = standingOf(adapter, resource, key);
  const { id } = row;
  if (standing.is !== 'here') return mentioned(adapter, resource, key, id);
  const versions = new Set(standing.places.map(({ inUse }) => inUse));
  const [version] = versions.size === 1 ? versions : [];
  const region = row.location?.toLowerCase().replaceAll(' ', '');
  const identities = principalsOf(resource.identity, row.identity);
  const dependent: Dependent = {
    id,
    type: adapter.type,
    mode: standing.mode,
    canary: isCanary(row.tags),
    keepsOldVersionFor: adapter.keepsOldVersionFor.map(({ what }) => what),
    ...(version && { version }),
    ...(region && { region }),
    ...(row.tags && { tags: row.tags }),
    ...(identities.length > 0 && { identities }),
    ...retentionsOf(adapter, resource),
  };
  return { dependents: [dependent] };
};

/** Looks into resources of one type. */
const looker = (reads: Reads, adapter: ArmDependent, key: KeyUrl) => {
  const { type, apiVersion, listed, registrations, furtherKeys } = adapter;

  const registered = async (id: string): Promise<Found> => {
    if (!registrations) return nothing;
    const keys = await reads.children(`${id}/${registrations.collection}`, apiVersion);
    const ours = keys.filter((each) => speaksOf(textAt(each, registrations.uri) ?? '', key));
    return {
      unknown: ours.map((each) => ({ id: each.id.toLowerCase(), type: `${type}/${registrations.collection}` })),
    };
  };

  /** One that uses another key may still know ours, for its backups. */
  const holdsFurther = async (child: Resource): Promise<Found> => {
    if (!furtherKeys || !textAt(child, furtherKeys.of)) return nothing;
    const id = child.id.toLowerCase();
    const whole = await reads.resource(`${id}?$expand=${furtherKeys.expand}`, apiVersion);
    const known = Object.keys(readAt(whole, furtherKeys.at) ?? {});
    return known.some((uri) => speaksOf(uri, key))
      ? { unknown: [{ id, type: `${type}/${furtherKeys.expand}` }] }
      : nothing;
  };

  const one = async (row: GraphRow): Promise<Found> => {
    const resource = await reads.resource(holderOf(adapter, row.id), apiVersion);
    const found = foundIn(adapter, resource, key, row);
    return found.dependents ? found : together([found, await registered(row.id)]);
  };

  const below = async ({ id, tags, location, identity }: GraphRow, collection: string): Promise<Found[]> => {
    const children = await reads.children(`${id}/${collection}`, apiVersion);
    const looks = children.map(async (child): Promise<Found> => {
      const row = { id: child.id.toLowerCase(), tags: child.tags ?? tags, location, identity };
      const found = foundIn(adapter, child, key, row);
      return found.dependents ? found : together([found, await holdsFurther(child).catch(orNone(row.id))]);
    });
    return Promise.all(looks);
  };

  return async (row: GraphRow): Promise<Found> => {
    const looking = listed ? below(row, listed.collection).then(together) : one(row);
    return looking.catch(orNone(row.id));
  };
};

/** One discovery out of many. */
export const together = (parts: readonly Found[]): Discovery => {
  const ownedElsewhere = parts.flatMap((part) => part.ownedElsewhere ?? []);
  const notInScope = parts.flatMap((part) => part.notInScope ?? []);
  const missingRights = parts.flatMap((part) => part.missingRights ?? []);
  return {
    dependents: parts.flatMap(({ dependents }) => dependents ?? []),
    unknown: parts.flatMap(({ unknown }) => unknown ?? []),
    unreadable: parts.flatMap(({ unreadable }) => unreadable ?? []),
    ...(ownedElsewhere.length > 0 && { ownedElsewhere }),
    ...(notInScope.length > 0 && { notInScope }),
    ...(missingRights.length > 0 && { missingRights }),
  };
};

/** Azure limits calls per subscription: one after the other, each would be waited for while the rest lie idle. */
const subscriptionOf = ({ id }: GraphRow): string => id.split('/')[2] ?? '';

const sameType = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The type whose resources are all visited, because Resource Graph does not show the reference, or not all keys it knows. */
const visited = ({ listed, part, registrations, unnamed, type }: ArmDependent): string | undefined =>
  listed?.parent ?? ((part ?? registrations ?? unnamed) && type);

/** Asks for each subscription whether we can read it: Resource Graph leaves the others out without a word. */
const unreadableOf = async (reads: Reads, subscriptions: readonly string[]): Promise<Discovery> =>
  together(
    await inBatches(subscriptions, atOnce, (subscription) => {
      const scope = `/subscriptions/${subscription}`;
      return reads.resource(scope, subscriptionVersion).then(() => nothing, orUnreadable(scope));
    }),
  );

/** Subscriptions that we can see and that the policy does not name. What cannot be listed is not in sight. */
const notNamed = async (reads: Reads, named: readonly string[]): Promise<Found> => {
  const seen = await reads.children('/subscriptions', subscriptionVersion).catch((error: unknown) => {
    if (lasts(error)) return [];
    throw error;
  });
  const others = seen.map((each) => ({
    id: each.id.split('/')[2]?.toLowerCase() ?? '',
    name: textAt(each, 'displayName') ?? '',
  }));
  return { notInScope: others.filter(({ id }) => !named.includes(id)) };
};

interface Search {
  /** Object ids of ours. */
  readonly identities: readonly string[];
  readonly reads: Reads;
  /** Vaults whose keys are looked at by the same reads; none for a look at this key alone. */
  readonly vaults: readonly string[];
  readonly adapters: readonly ArmDependent[];
  readonly key: KeyUrl;
}

/** The answer of Resource Graph; where it cannot be had whole, what was not seen is named, and the rest goes on. */
const rowsOf = async (
  reads: Reads,
  query: string,
  subscriptions: readonly string[],
): Promise<{ rows: readonly GraphRow[]; missed: Found }> => {
  try {
    return { rows: await reads.rows(query, subscriptions), missed: nothing };
  } catch (error) {
    return { rows: [], missed: orUnreadable('Azure Resource Graph')(error) };
  }
};

/** Enough for few queries, and few enough for a short one. */
const vaultsPerQuery = 10;

/** The resources that name the key, as Resource Graph tells. It answers few queries: one for all keys of some vaults where that serves. */
const hitsOf = async ({ reads, vaults, key }: Search, subscriptions: readonly string[]) => {
  const at = vaults.indexOf(vaultOf(key));
  if (at < 0) return rowsOf(reads, usersOf(key), subscriptions);
  const first = at - (at % vaultsPerQuery);
  const query = usersOfVaults(vaults.slice(first, first + vaultsPerQuery));
  const { rows, missed } = await rowsOf(reads, query, subscriptions);
  return { rows: rows.filter((row) => isUserOf(key, row)), missed };
};

const usersIn = async (search: Search, subscriptions: readonly string[]): Promise<Discovery> => {
  const { reads, adapters, key, identities } = search;
  const parents = adapters.flatMap((adapter) => visited(adapter) ?? []);
  const { rows: hits, missed } = await hitsOf(search, subscriptions);
  const visits =
    parents.length > 0 ? await rowsOf(reads, allOf(parents), subscriptions) : { rows: [], missed: nothing };

  const looks = adapters.flatMap((adapter) => {
    const parent = visited(adapter);
    const rows = (parent ? visits.rows : hits).filter(({ type }) => sameType(type, parent ?? adapter.type));
    const lookAt = looker(reads, adapter, key);
    return inTurn(rows, subscriptionOf).map((row) => () => lookAt(row));
  });
  const seen = await inBatches(looks, atOnce, (lookNow) => lookNow());

  // A vault names itself, and often a word that is also the name of a key.
  const isUnknown = ({ type }: GraphRow) =>
    !/^microsoft\.keyvault\//i.test(type) && !adapters.some((adapter) => sameType(adapter.type, type));
  const unknown = hits.filter(isUnknown).map(({ id, type }) => ({ id, type }));
  const found = together([...seen, { unknown }, missed, visits.missed]);
  const { dependents, ...rest } = together([found, await overlooked(search, hits, found)]);
  return together([rest, await ownedApart(dependents, { reads, adapters, identities })]);
};

/**
 * Resources that name the key, and are visited for a part of theirs, or among the children of another, where it was not
 * found: no hit of Resource Graph is dropped without a look at the very resource.
 */
const overlooked = async (
  { reads, adapters, key }: Search,
  hits: readonly GraphRow[],
  { dependents, unknown }: Discovery,
): Promise<Discovery> => {
  const seen = new Set([...dependents, ...unknown].map(({ id }) => id));
  const looks = hits.flatMap((row) => {
    const adapter = adapters.find((each) => sameType(each.type, row.type) && visited(each));
    return adapter && !seen.has(row.id) ? [{ adapter, row }] : [];
  });
  const found = await inBatches(looks, atOnce, ({ adapter, row }) =>
    reads
      .resource(row.id, adapter.apiVersion)
      .then((resource) =>
        adapter.part ? mentioned(adapter, resource, key, row.id) : foundIn(adapter, resource, key, row),
      )
      .catch(orNone(row.id)),
  );
  return together(found);
};

/**
 * Everything in the subscriptions that uses the key. Resource Graph is a hint and lags behind: what it names is read again,
 * and kept only if it refers to this very key.
 */
export const findUsers = async (search: Search, subscriptions: readonly string[]): Promise<Discovery> => {
  const { unreadable } = await unreadableOf(search.reads, subscriptions);
  const beside = await notNamed(search.reads, subscriptions);
  const readable = subscriptions.filter((each) => !unreadable.some(({ scope }) => scope === `/subscriptions/${each}`));
  if (readable.length === 0) return together([{ unreadable }, beside]);
  return together([{ unreadable }, beside, await usersIn(search, readable)]);
};
