import type { Seed } from '../arm/resources';
import { stableId } from '../identity/stable-id';
import { subscriptions } from './company';
import type { KeyPlan } from './keys';
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

/** Keys of a crowd's own. Symmetric ones of a Managed HSM: to make RSA keys takes a machine longer than what is to be measured. */
export const crowdKeys = (count: number): readonly KeyPlan[] =>
  Array.from({ length: count }, (_, at) => ({
    team: 'treasury',
    name: `crowd-${String(at).padStart(4, '0')}`,
    kty: 'oct-HSM',
    size: 256,
    keyOps: ['wrapKey', 'unwrapKey'],
    versions: [{ age: 30 }],
  }));

/** So many storage accounts that name their key's version: for measurements. They have no identity, so that nobody logs them. */
export const crowdOf = (crowd: Crowd, keys: readonly KeyInUse[]): readonly Seed[] => {
  const names = Array.from({ length: crowd.size }, (_, at) => `haldencrowd${String(at).padStart(6, '0')}`);
  const plan = { ...crowdedKey, kind: 'storage-account', reference: 'pinned' } as const;
  const seeds = names.flatMap((name, at) => {
    const key = keys[at % keys.length];
    return key ? resourcesOf({ ...plan, names: [name] }, key) : [];
  });
  const each = Math.ceil(crowd.size / countOf(crowd));
  const subscriptionAt = (at: number) => subscriptionNumber(Math.floor(at / each));
  return seeds.map((seed, at) => ({
    ...seed,
    identity: undefined,
    id: seed.id.replace(subscriptions.production, subscriptionAt(at)),
  }));
};
