import type { KeyUrl } from '../keys/key-url';
import { classOf } from '../policy/class-of';
import type { Policy } from '../policy/policy';

/** A tag by which owners say what comes first. */
export const criticalityTag = 'criticality';
const levels = ['critical', 'high', 'medium', 'low'];
const withoutLevel = levels.indexOf('medium');

/** A key and its tags. */
export interface Tagged {
  readonly key: KeyUrl;
  readonly tags: Readonly<Record<string, string>>;
}

/** Most urgent first: by the tag, then by class, the nearest of the policy (its last) before the general ones, then by name. Pure. */
export function mostUrgentFirst(policy: Policy, keys: readonly Tagged[]): Tagged[] {
  const names = policy.classes.map(({ name }) => name);
  const placed = keys.map((each) => ({
    ...each,
    level: levelOf(each.tags),
    class: names.indexOf(classOf(policy, each.key, each.tags)?.name ?? ''),
  }));
  return placed
    .toSorted((a, b) => a.level - b.level || b.class - a.class || a.key.localeCompare(b.key))
    .map(({ key, tags }) => ({ key, tags }));
}

const levelOf = (tags: Tagged['tags']): number => {
  const at = levels.indexOf((tags[criticalityTag] ?? '').toLowerCase());
  return at === -1 ? withoutLevel : at;
};
