import type { Seed } from '../arm/resources';
import { stableId } from '../identity/stable-id';
import { subscriptions } from './company';
import { resourcesOf, type KeyInUse } from './resource-seeds';

/** The key that a crowd uses, beside those who use it in every estate. */
export const crowdedKey = { team: 'ledger', key: 'statements' } as const;

/** So few that the limits of one subscription hold up neither a small crowd nor a large one. */
const perSubscription = 50;

const subscriptionAt = (at: number): string => stableId(`halden crowd ${Math.floor(at / perSubscription)}`);

/** The subscriptions among which a crowd of that size is spread. */
export const crowdSubscriptions = (size: number): readonly string[] =>
  Array.from({ length: Math.ceil(size / perSubscription) }, (_, at) => subscriptionAt(at * perSubscription));

/** So many storage accounts that name the key's version: for measurements. They have no identity, so that nobody logs them. */
export const crowdOf = (size: number, key: KeyInUse): readonly Seed[] => {
  const names = Array.from({ length: size }, (_, at) => `haldencrowd${String(at).padStart(6, '0')}`);
  const seeds = resourcesOf({ ...crowdedKey, kind: 'storage-account', reference: 'pinned', names }, key);
  return seeds.map((seed, at) => ({
    ...seed,
    identity: undefined,
    id: seed.id.replace(subscriptions.production, subscriptionAt(at)),
  }));
};
