import { DateTime, Duration } from 'luxon';
import type { KeyVersion, NativePolicy } from '../keys/key-version';
import type { KeyClass } from '../policy/key-class';

/** The Key Vault SDK turns later times into negative numbers (32-bit seconds), so no version may expire after it. */
const latest = Date.UTC(2038, 0, 18);

/**
 * Expiry of the next version: from our policy, else from the vault's own policy, else the former version's lifetime over
 * again; `undefined` where the former one never expires either.
 */
export function expiryOfSuccessor(
  from: KeyVersion,
  rules: KeyClass,
  native: NativePolicy,
  now: Date,
): string | undefined {
  const lifetime = rules.expiresAfter ?? native.expiresIn;
  const start = DateTime.fromJSDate(now, { zone: 'utc' });
  if (lifetime) return iso(start.plus(Duration.fromISO(lifetime)));
  if (!from.expiresOn) return undefined;
  return iso(start.plus(DateTime.fromISO(from.expiresOn).diff(DateTime.fromISO(from.createdOn))));
}

/** Whole seconds: Key Vault keeps no fractions. */
const iso = (time: DateTime): string =>
  new Date(Math.floor(Math.min(time.toMillis(), latest) / 1_000) * 1_000).toISOString();
