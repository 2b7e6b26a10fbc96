import type { Seed } from '../arm/resources';
import { stableId } from '../identity/stable-id';
import { subscriptions } from './company';
import { resourcesOf, type KeyInUse } from './resource-seeds';

/** The key that a crowd uses, beside those who use it in every estate. */
export const crowdedKey = { team: 'ledger', key: 'statements' } as const;

/** So few that the limits of one subscription hold up neither a small crowd nor a large one. */
const perSubscription = 50;

const subscriptionNumber = (number: number): string => stableId(`halden crowd ${number}`);

/** How large a crowd is, and over how many subscriptions it is spread; by default one for each 50. */
export interface Crowd {
  readonly size: number;
  readonly subscriptions?: number | undefined;
}

const countOf = ({ size, subscriptions = Math.ceil(size / perSubscription) }: Crowd): number => subscriptions;

/** The subscriptions among which a crowd is spread. */
export const crowdSubscriptions = (crowd: Crowd): readonly string[] =>
  Array.from({ length: countOf(crowd) }, (_, number) => subscriptionNumber(number));

/** So many storage accounts that name the key's version: for measurements. They have no identity, so that nobody logs them. */
export const crowdOf = (crowd: Crowd, key: KeyInUse): readonly Seed[] => {
  const names = Array.from({ length: crowd.size }, (_, at) => `haldencrowd${String(at).padStart(6, '0')}`);
  const seeds = resourcesOf({ ...crowdedKey, kind: 'storage-account', reference: 'pinned', names }, key);
  const each = Math.ceil(crowd.size / countOf(crowd));
  const subscriptionAt = (at: number) => subscriptionNumber(Math.floor(at / each));
  return seeds.map((seed, at) => ({
    ...seed,
    identity: undefined,
    id: seed.id.replace(subscriptions.production, subscriptionAt(at)),
  }));
};
