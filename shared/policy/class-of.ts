import { Duration } from 'luxon';
import type { KeyUrl } from '../keys/key-url';
import type { Freeze } from './freeze';
import type { KeyClass } from './key-class';
import { mismatches, type Tags } from './key-match';
import type { Policy } from './policy';
import { waiversFor, type Waiver } from './waiver';

/** The rules that hold for one key: its class, narrowed by its own tags, with the freezes and waivers that concern it. */
export interface KeyRules extends KeyClass {
  readonly freezes?: readonly Freeze[];
  /** Lapsed ones among them. */
  readonly waivers?: readonly Waiver[];
}

/** Tags on a key with which its owner narrows what the policy allows. */
export const narrowingTags = {
  cryptoperiod: 'rewrap-cryptoperiod',
  origin: 'rewrap-origin',
  protection: 'rewrap-protection',
} as const;

/**
 * The rules that hold for a key: the last class that matches it, narrowed by the key's own tags. A tag that would widen
 * them, or that is no ISO 8601 duration, changes nothing. `undefined` when no class matches: the key is then left alone.
 */
export function classOf(policy: Policy, key: KeyUrl, tags: Tags): KeyRules | undefined {
  const found = policy.classes.findLast(({ match }) => mismatches(match, key, tags).length === 0);
  if (!found) return undefined;
  return {
    ...narrowed(found, tags),
    freezes: policy.freezes.filter(({ classes }) => classes?.includes(found.name) ?? true),
    waivers: waiversFor(policy.waivers, key, tags),
  };
}

function narrowed(found: KeyClass, tags: Tags): KeyClass {
  const rules = withCryptoperiod(found, tags[narrowingTags.cryptoperiod]);
  return {
    ...rules,
    ...(tags[narrowingTags.origin] === 'imported' && { origin: 'imported' as const }),
    ...(tags[narrowingTags.protection] === 'hsm' && { protection: 'hsm' as const }),
  };
}

const lengthOf = (duration: string): number => Duration.fromISO(duration).toMillis();

/** A notice that fills the whole shorter period would make each new version due at once, so it shrinks to half of it. */
function withCryptoperiod(found: KeyClass, cryptoperiod: string | undefined): KeyClass {
  const length = lengthOf(cryptoperiod ?? '');
  if (!cryptoperiod || !(length > 0) || length >= lengthOf(found.cryptoperiod)) return found;
  const half = Duration.fromMillis(length / 2)
    .shiftTo('days', 'hours')
    .removeZeros()
    .toISO();
  return { ...found, cryptoperiod, notice: lengthOf(found.notice) < length ? found.notice : half };
}
