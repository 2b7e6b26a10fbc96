import type { KeyUrl } from '../keys/key-url';
import { classOf } from './class-of';
import { inScope } from './in-scope';
import { mismatches, type Tags } from './key-match';
import { nextOpening } from './next-opening';
import type { Policy } from './policy';
import { hasLapsed } from './waiver';

/** Why which rules hold for one key. */
export interface Explanation {
  readonly inScope: boolean;
  /** Every class, in the order of the file; the last that matches holds. */
  readonly classes: readonly { readonly name: string; readonly mismatches: readonly string[] }[];
  readonly holds?: string;
  /** Each rule as it holds, and where it differs from the class because of a tag of the key. */
  readonly rules: readonly { readonly name: string; readonly value: unknown; readonly narrowedFrom?: unknown }[];
  readonly nextOpening?: string;
  readonly waivers: readonly {
    readonly rule: string;
    readonly owner: string;
    readonly until: string;
    readonly lapsed: boolean;
  }[];
}

/** Says which class holds for the key and why, and what its tags changed. Pure. */
export function explainRules(policy: Policy, { key, tags, now }: { key: KeyUrl; tags: Tags; now: Date }): Explanation {
  const classes = policy.classes.map(({ name, match }) => ({ name, mismatches: mismatches(match, key, tags) }));
  const asWritten = policy.classes.findLast((_, n) => classes[n]?.mismatches.length === 0);
  const { freezes = [], waivers = [], name: holds, match: _, ...rules } = classOf(policy, key, tags) ?? {};
  const before: Record<string, unknown> = { ...asWritten };
  const opening = asWritten && nextOpening({ windows: asWritten.windows, freezes }, now);
  return {
    inScope: inScope(policy, key),
    classes,
    ...(holds !== undefined && { holds }),
    rules: Object.entries(rules).map(([name, value]) => ({
      name,
      value,
      ...(before[name] !== value && { narrowedFrom: before[name] ?? 'nothing' }),
    })),
    ...(opening && { nextOpening: opening.toISOString() }),
    waivers: waivers.map(({ rule, owner, until }) => ({ rule, owner, until, lapsed: hasLapsed({ until }, now) })),
  };
}
