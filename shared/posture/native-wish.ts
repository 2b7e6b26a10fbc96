import { Duration } from 'luxon';
import { hashOf } from '../hash';
import { isInManagedHsm } from '../keys/key-url';
import type { NativePolicy } from '../keys/key-version';
import type { KeyRules } from '../policy/class-of';
import { hasLapsed } from '../policy/waiver';
import type { KeyFacts } from '../rotations/key-facts';

/** Shortest expiry in days that a rotation policy takes. Source: Key Vault and Managed HSM, key rotation. */
const leastExpiry = 28;
/** Shortest time before the expiry in days. */
const leastNotice = 7;

/** A key's own rotation policy as its class wants it. `id` names the difference that it ends. */
export interface NativeWish {
  readonly policy: NativePolicy;
  readonly id: string;
}

const daysOf = (duration: string | undefined): number => Duration.fromISO(duration ?? 'PT0S').as('days');

/**
 * What the vault is to hold as the key's own rotation policy where its class has it `set`: the expiry of the class, a notice when
 * rotation is due, and no rotation by the vault itself. Undefined where it is so, or where the class leaves it alone. A
 * Managed HSM notifies nobody. Pure.
 */
export function nativeWish({ key, class: rules, native, now }: KeyFacts): NativeWish | undefined {
  if (rules?.nativePolicy !== 'set' || isWaived(rules, now)) return undefined;
  const policy = wanted(rules, native, isInManagedHsm(key));
  const differs =
    native.rotate !== undefined ||
    daysOf(native.expiresIn) !== daysOf(policy.expiresIn) ||
    (policy.notify !== undefined && daysOf(native.notify) !== daysOf(policy.notify));
  return differs ? { policy, id: hashOf(JSON.stringify([native, policy])).slice(0, 16) } : undefined;
}

const isWaived = ({ waivers = [] }: KeyRules, now: Date): boolean =>
  waivers.some((each) => each.rule === 'native-policy-differs' && !hasLapsed(each, now));

/** An expiry that the class does not name, or that is too short for a policy, stays as it is. */
function wanted({ expiresAfter, notice, grace }: KeyRules, native: NativePolicy, isHsm: boolean): NativePolicy {
  const expiresIn = daysOf(expiresAfter) >= leastExpiry ? expiresAfter : native.expiresIn;
  if (expiresIn === undefined) return {};
  const latest = Math.floor(daysOf(expiresIn)) - leastNotice;
  const notify = Math.max(leastNotice, Math.min(Math.ceil(daysOf(notice) + daysOf(grace)), latest));
  return { expiresIn, ...(!isHsm && { notify: `P${notify}D` }) };
}
