import { KeyUrl } from '../../shared/keys/key-url';
import { days } from '../rules/rotation-run';
import { fakeDependents, type FakeDependents } from '../fakes/fake-dependents';
import { fakeWorld } from '../fakes/fake-world';
import type { VirtualClock } from '../virtual-clock';
import type { Chance } from './chance';
import { kinds, vaults, yearPolicy, type Kind } from './year-policy';

/** A key of the estate and its dependents. */
export interface Planted {
  readonly key: KeyUrl;
  readonly kind: Kind;
  readonly users: readonly { readonly id: string; readonly mode: 'pinned' | 'following' | 'by-hand' }[];
  readonly dependents: FakeDependents;
}

/** A world of so many keys of every kind and age, none of them near its end yet, with one to four dependents each. */
export function plantEstate(clock: VirtualClock, { keys, chance }: { keys: number; chance: Chance }) {
  const world = fakeWorld({ now: clock.now, policy: yearPolicy });
  const estate = new Map<string, Planted>();
  for (let n = 0; n < keys; n += 1) {
    const kind = kindOf((n + 0.5) / keys);
    const key = KeyUrl.parse(`${vaults[n % vaults.length]}/keys/${kind}-${String(n).padStart(3, '0')}`);
    const born = clock.now().getTime() - days(chance.between(0, 0.6) * kinds[kind].period);
    const { version } = world.keys.addKey(key, { createdOn: new Date(born).toISOString() });
    estate.set(key, { key, kind, ...plantUsers(clock, { key, version, chance }) });
  }
  return { world: { ...world, dependents: together(estate) }, estate };
}

function kindOf(place: number): Kind {
  if (place < kinds.standard.share) return 'standard';
  if (place < kinds.standard.share + kinds.yearly.share) return 'yearly';
  return place < 1 - kinds.waived.share ? 'imported' : 'waived';
}

const mostlyPinned: readonly ['pinned', ...Planted['users'][number]['mode'][]] = [
  'pinned',
  'pinned',
  'pinned',
  'pinned',
  'following',
  'following',
  'by-hand',
];

function plantUsers({ now }: VirtualClock, { key, version, chance }: { key: KeyUrl; version: string; chance: Chance }) {
  const dependents = fakeDependents({ now });
  const users = Array.from({ length: Math.floor(chance.between(1, 5)) }, (_, n) => ({
    id: `/subscriptions/1/resourcegroups/shop/providers/microsoft.storage/storageaccounts/${key.replace(/\W/g, '')}${n}`,
    mode: chance.pick(...mostlyPinned),
  }));
  for (const user of users) dependents.add({ ...user, key, version });
  return { users, dependents };
}

/** One port for all keys: a fake of each key's own is searched in no time, however many keys there are. */
const together = (estate: ReadonlyMap<string, Planted>) => {
  const of = (key: KeyUrl): FakeDependents => {
    const found = estate.get(key);
    if (!found) throw new Error(`expected a key of the estate, found ${key}`);
    return found.dependents;
  };
  return {
    find: (key, policy) => of(key).find(key, policy),
    move: (dependent, how) => of(how.key).move(dependent, how),
    undo: (dependent, how) => of(how.key).undo(dependent, how),
    observe: (dependent, at) => of(at.key).observe(dependent, at),
  } satisfies Pick<FakeDependents, 'find' | 'move' | 'undo' | 'observe'>;
};

export type YearEstate = ReturnType<typeof plantEstate>;
