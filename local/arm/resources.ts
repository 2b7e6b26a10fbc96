import { parseArmPath } from './arm-path';
import { shown, withResource, type Entry } from './entry';
import { settledOn, using, versionsFor } from './key-use';
import type { KeyLookup } from './key-lookup';
import type { Ending, Operation } from './operation';
import { passTime } from './passing-time';
import type { ArmResource, Neighbours, ResourceType } from './resource-type';
import { resourceTypes } from './resource-types';

/** A resource as it is laid into the estate: name and type follow from the id, the rest is what Azure would show. */
export type Seed = Pick<ArmResource, 'id' | 'properties'> & Partial<Omit<ArmResource, 'name' | 'type'>>;

export interface ResourcesOptions {
  readonly now: () => Date;
  readonly keys: KeyLookup;
  /** Minutes after which a type has followed a new version, where they shall differ from the type's own. */
  readonly lagMinutes?: Readonly<Record<string, number>>;
}

/** All resources of the estate. Time passes for a resource whenever it is looked at. */
export interface Resources extends Neighbours {
  entry(id: string): Entry | undefined;
  all(): readonly Entry[];
  /** Those whose ids start so, in any casing. */
  below(scope: string): readonly Entry[];
  /** @throws when the emulator has no such resource type */
  put(seed: Seed): void;
  /** Takes it out of the estate, with all that lies below it. */
  remove(id: string): void;
  store(entry: Entry): void;
  /** The write under way or ended; without an ending it still runs. */
  operation(id: string): { readonly operation: Operation; readonly ending?: Ending } | undefined;
}

/** @returns the type with that name in any casing */
export const typeNamed = (type: string): ResourceType | undefined =>
  resourceTypes.find((each) => each.type.toLowerCase() === type.toLowerCase());

/** A resource of the type with everything that each has from the start. */
export function blank({ type, defaults = {} }: ResourceType, id: string): ArmResource {
  return { id, name: id.split('/').at(-1) ?? '', type, ...defaults.fields, properties: { ...defaults.properties } };
}

/** Makes an empty estate. */
export function createResources({ now, keys, lagMinutes = {} }: ResourcesOptions): Resources {
  const entries = new Map<string, Entry>();
  const running = new Map<string, { operation: Operation; ending?: Ending }>();

  function settle(key: string): Entry | undefined {
    const before = entries.get(key);
    if (!before) return undefined;
    const lag = lagMinutes[before.type.type] ?? before.type.follows?.withinMinutes ?? 0;
    const { entry, ending } = passTime(before, { now: now(), keys, neighbours: resources, lagMinutes: lag });
    if (ending) running.set(ending.operation.id, { operation: ending.operation, ending });
    if (entry) entries.set(key, entry);
    else entries.delete(key);
    return entry;
  }

  const resources: Resources = {
    entry: (id) => settle(id.toLowerCase()),
    all: () => resources.below(''),
    below(scope) {
      const start = scope.toLowerCase();
      return [...entries.keys()].filter((key) => key.startsWith(start)).flatMap((key) => settle(key) ?? []);
    },
    put(seed) {
      const type = typeNamed(parseArmPath(seed.id)?.type ?? '');
      if (!type) throw new Error(`Expected the id of a resource that the emulator knows, found ${seed.id}.`);
      const start = blank(type, seed.id);
      const resource: ArmResource = { ...start, ...seed, properties: { ...start.properties, ...seed.properties } };
      const unmade: Entry = { type, history: [], uses: [], pointedAt: now() };
      const uses = using([], versionsFor(unmade, resource, keys), now());
      const settled = settledOn(type, resource, uses, resources);
      entries.set(seed.id.toLowerCase(), withResource({ ...unmade, uses }, settled, now()));
    },
    remove(id) {
      const isGone = (each: string) => `${each.toLowerCase()}/`.startsWith(`${id.toLowerCase()}/`);
      for (const key of [...entries.keys()].filter(isGone)) entries.delete(key);
      const error = { code: 'ResourceNotFound', message: 'The resource was deleted meanwhile.' };
      for (const { operation, ending } of [...running.values()].filter((each) => isGone(each.operation.resource))) {
        running.set(operation.id, { operation, ending: ending ?? { operation, error } });
      }
    },
    store(entry) {
      entries.set(shown(entry).id.toLowerCase(), entry);
      if (entry.operation) running.set(entry.operation.id, { operation: entry.operation });
    },
    operation(id) {
      const known = running.get(id);
      if (known && !known.ending) settle(known.operation.resource.toLowerCase());
      return running.get(id);
    },
    find(id) {
      const entry = resources.entry(id);
      return entry && !isBeingMade(entry) ? shown(entry) : undefined;
    },
    naming(type, text) {
      const ofType = resources.all().filter((entry) => entry.type.type.toLowerCase() === type.toLowerCase());
      return ofType
        .map(shown)
        .filter(({ properties }) => JSON.stringify(properties).toLowerCase().includes(text.toLowerCase()));
    },
    ensure(id, properties) {
      if (!entries.has(id.toLowerCase())) resources.put({ id, properties });
    },
  };
  return resources;
}

/** Its making has been accepted and is not over: nobody sees it yet. */
export const isBeingMade = ({ operation }: Entry): boolean => operation !== undefined && !operation.before;
