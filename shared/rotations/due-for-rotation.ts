import { DateTime, Duration } from 'luxon';
import type { KeyVersion, NativePolicy } from '../keys/key-version';
import type { KeyRules } from '../policy/class-of';
import { lastChance } from '../policy/next-opening';
import { hasLapsed } from '../policy/waiver';

export type Dueness =
  | { readonly state: 'current'; readonly dueAt: Date; readonly because: string }
  | { readonly state: 'due' | 'overdue'; readonly dueAt: Date; readonly because: string };

/** How long the vault's own Rotate action may be late before we step in. */
const patienceWithTheVault = { days: 1 };

/**
 * Whether a version is to be replaced by now: it is due `notice` before its deadline, or earlier where windows and freezes
 * leave no later opening. Where the vault rotates the key itself, nothing of ours is due before that action is a day overdue.
 */
export function dueForRotation(version: KeyVersion, rules: KeyRules, native: NativePolicy, now: Date): Dueness {
  const { end, deadline, dueAt } = timesOf(version, rules);
  const waiver = rules.waivers?.find((each) => each.rule === 'rotation' && !hasLapsed(each, now));
  if (waiver) return { state: 'current', dueAt, because: `${waiver.owner} waived it until ${waiver.until}` };
  const byVault = nativeRotation(version, native);
  if (byVault && now < byVault.plus(patienceWithTheVault).toJSDate() && now < deadline.toJSDate()) {
    return { state: 'current', dueAt, because: `the vault itself rotates the key on ${byVault.toISODate()}` };
  }
  if (now >= end.toJSDate()) return { state: 'overdue', dueAt, because: `its period ended on ${end.toISODate()}` };
  const because = `its period ends on ${end.toISODate()}`;
  if (now >= deadline.toJSDate()) {
    const late = `${because}, and the policy wants it replaced by ${deadline.toISODate()}`;
    return { state: 'overdue', dueAt, because: late };
  }
  if (now >= dueAt) return { state: 'due', dueAt, because };
  return { state: 'current', dueAt, because: `due on ${utc(dueAt.toISOString()).toISODate()}` };
}

interface Times {
  /** Of the cryptoperiod, or the expiry, whichever comes first. */
  readonly end: DateTime<true>;
  /** `grace` before the end. */
  readonly deadline: DateTime<true>;
  readonly dueAt: Date;
}

/** End of the cryptoperiod, or the expiry, whichever comes first. */
export function endOf(version: KeyVersion, rules: KeyRules): DateTime<true> {
  const endOfPeriod = utc(version.createdOn).plus(Duration.fromISO(rules.cryptoperiod));
  return version.expiresOn ? DateTime.min(endOfPeriod, utc(version.expiresOn)) : endOfPeriod;
}

/** By when the version is to be replaced at the latest. */
export const deadlineOf = (version: KeyVersion, rules: KeyRules): Date => timesOf(version, rules).deadline.toJSDate();

/** Nothing is due in the first half of a version's life: one that lives no longer than the notice would be for ever. */
function timesOf(version: KeyVersion, rules: KeyRules): Times {
  const created = utc(version.createdOn);
  const end = endOf(version, rules);
  const half = middle(created, end);
  const deadline = DateTime.max(end.minus(Duration.fromISO(rules.grace)), half);
  const asked = DateTime.max(deadline.minus(Duration.fromISO(rules.notice)), half).toJSDate();
  const chance = lastChance(rules, { at: asked, deadline: deadline.toJSDate() });
  return { end, deadline, dueAt: chance < half.toJSDate() ? half.toJSDate() : chance };
}

const middle = (start: DateTime<true>, end: DateTime<true>): DateTime<true> =>
  start.plus(end.diff(start).toMillis() / 2);

/** When the vault's own rotation policy replaces the version; `undefined` where it does not or cannot say. */
function nativeRotation({ createdOn, expiresOn }: KeyVersion, { rotate }: NativePolicy): DateTime<true> | undefined {
  if (rotate?.timeAfterCreate) return utc(createdOn).plus(Duration.fromISO(rotate.timeAfterCreate));
  if (rotate?.timeBeforeExpiry && expiresOn) return utc(expiresOn).minus(Duration.fromISO(rotate.timeBeforeExpiry));
  return undefined;
}

/** Luxon marks a time that its schema has proven valid as possibly invalid; an invalid one throws here. */
function utc(iso: string): DateTime<true> {
  const time = DateTime.fromISO(iso, { zone: 'utc' });
  if (!time.isValid) throw new RangeError(`Expected an ISO 8601 time, found "${iso}"`);
  return time;
}
