import { Duration } from 'luxon';
import type { Discovery } from '../dependents/dependent';
import { eachOnce } from '../dependents/each-once';
import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';
import { shadowUsersAmong } from './shadow-users';

/**
 * How to search. `urgent` leaves the log out; what uses the key that takes the place of this one (`moved`) is no stranger in it. The
 * rest goes to the search as it is.
 */
export type HowToSearch = NonNullable<Parameters<World['dependents']['find']>[2]> & {
  readonly urgent?: boolean;
  readonly moved?: Discovery | undefined;
};

/**
 * Everything that uses the key: what a search of resources and stores shows, and whom the audit log shows beside them. A
 * log that cannot be read hides nobody who was found; that it was not read is said. Nothing that is urgent waits for a log:
 * the search before the retirement asks it in any case.
 */
export async function discoverUsers(
  { dependents, audit, policy, now }: Pick<World, 'dependents' | 'audit' | 'policy' | 'now'>,
  key: KeyUrl,
  { urgent = false, moved, ...how }: HowToSearch = {},
): Promise<Discovery> {
  const rules = await policy();
  const to = now();
  const found = await dependents.find(key, rules, how);
  if (urgent) return found;
  const from = new Date(to.getTime() - Duration.fromISO(rules.usersSeenWithin).toMillis());
  const reading = await audit.read(key, { from, to });
  if (reading.is === 'unavailable') return { ...found, ...(reading.declared && { unlogged: reading.because }) };
  const shadowUsers = shadowUsersAmong(reading.uses, moved ? eachOnce(found, moved) : found, rules.knownUsers);
  return { ...found, ...(shadowUsers.length > 0 && { shadowUsers }) };
}
