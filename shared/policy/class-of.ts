import { Duration } from 'luxon';
import { nameOf, vaultOf, type KeyUrl } from '../keys/key-url';
import type { KeyClass } from './key-class';
import type { Policy } from './policy';

/** Tags on a key with which its owner narrows what the policy allows. */
const cryptoperiodTag = 'rewrap-cryptoperiod';
const originTag = 'rewrap-origin';

type Tags = Readonly<Record<string, string>>;

/**
 * The rules that hold for a key: the last class that matches it, narrowed by the key's own tags. A tag that would widen
 * them, or that is no ISO 8601 duration, changes nothing. `undefined` when no class matches: the key is then left alone.
 */
export function classOf(policy: Policy, key: KeyUrl, tags: Tags): KeyClass | undefined {
  const found = policy.classes.findLast(({ match }) => matches(match, key, tags));
  return found && withOrigin(withCryptoperiod(found, tags[cryptoperiodTag]), tags[originTag]);
}

function matches({ vaults, keys, tags: wanted = {} }: KeyClass['match'], key: KeyUrl, tags: Tags): boolean {
  return (
    (vaults?.includes(vaultOf(key)) ?? true) &&
    (keys?.some((pattern) => fits(pattern.toLowerCase(), nameOf(key))) ?? true) &&
    Object.entries(wanted).every(([name, value]) => tags[name] === value)
  );
}

const fits = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

const lengthOf = (duration: string): number => Duration.fromISO(duration).toMillis();

/** A notice that fills the whole shorter period would make each new version due at once, so it shrinks to half of it. */
function withCryptoperiod(found: KeyClass, cryptoperiod: string | undefined): KeyClass {
  const length = lengthOf(cryptoperiod ?? '');
  if (!cryptoperiod || !(length > 0) || length >= lengthOf(found.cryptoperiod)) return found;
  const half = Duration.fromMillis(length / 2)
    .rescale()
    .toISO();
  return { ...found, cryptoperiod, notice: lengthOf(found.notice) < length ? found.notice : half };
}

const withOrigin = (found: KeyClass, origin: string | undefined): KeyClass =>
  origin === 'imported' ? { ...found, origin } : found;
