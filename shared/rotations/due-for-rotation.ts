import { DateTime, Duration } from 'luxon';
import type { KeyVersion, NativePolicy } from '../keys/key-version';
import type { KeyClass } from '../policy/key-class';

export type Dueness =
  | { readonly state: 'current'; readonly dueAt: Date; readonly because: string }
  | { readonly state: 'due' | 'overdue'; readonly dueAt: Date; readonly because: string };

/** How long the vault's own Rotate action may be late before we step in. */
const patienceWithTheVault = { days: 1 };

/**
 * Whether a version is to be replaced by now: `notice` before the end of its cryptoperiod or before its expiry, whichever
 * comes first. Where the vault rotates the key itself, nothing of ours is due before that action is a day overdue.
 */
export function dueForRotation(
  version: KeyVersion,
  { cryptoperiod, notice }: KeyClass,
  native: NativePolicy,
  now: Date,
): Dueness {
  const created = utc(version.createdOn);
  const endOfPeriod = created.plus(Duration.fromISO(cryptoperiod));
  const end = version.expiresOn ? DateTime.min(endOfPeriod, utc(version.expiresOn)) : endOfPeriod;
  // A version that lives no longer than the notice would be due as soon as it is made, for ever.
  const dueAt = DateTime.max(end.minus(Duration.fromISO(notice)), middle(created, end)).toJSDate();

  const byVault = nativeRotation(version, native);
  if (byVault && now < byVault.plus(patienceWithTheVault).toJSDate() && now < end.toJSDate()) {
    return { state: 'current', dueAt, because: `the vault itself rotates the key on ${byVault.toISODate()}` };
  }
  if (now >= end.toJSDate()) return { state: 'overdue', dueAt, because: `its period ended on ${end.toISODate()}` };
  if (now >= dueAt) return { state: 'due', dueAt, because: `its period ends on ${end.toISODate()}` };
  return { state: 'current', dueAt, because: `due on ${utc(dueAt.toISOString()).toISODate()}` };
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
