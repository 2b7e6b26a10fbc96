import type { Check } from './checks';
import type { Way } from './reach';
import type { Question, Target, TargetVault } from './targets';

/** Checks by what they are about. */
export type Given = ReadonlyMap<Target, readonly Check[]>;

/** Access as it is written down for one holder, before anything is denied. */
export interface Holding extends Pick<Way, 'source' | 'eligible' | 'condition'> {
  readonly gives: Given;
}

export type Held = readonly [holder: string, Holding];

/** What a rule gives of all that is asked. */
export const given = (
  vaults: readonly TargetVault[],
  holds: (question: Question, target: Target, of: TargetVault) => boolean,
): Given => {
  const all = new Map<Target, readonly Check[]>();
  for (const of of vaults) {
    for (const target of of.targets) {
      const checks = target.questions.filter((question) => holds(question, target, of)).map(({ check }) => check);
      if (checks.length > 0) all.set(target, checks);
    }
  }
  return all;
};

/** Remembers what was made of each. */
export const remembering = <K, T>(make: (of: K) => T): ((of: K) => T) => {
  const known = new Map<K, T>();
  return (of) => {
    const made = known.get(of) ?? make(of);
    known.set(of, made);
    return made;
  };
};
