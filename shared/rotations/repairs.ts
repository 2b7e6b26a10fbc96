import type { Move } from '../dependents/dependent';
import type { Repairs, RotationRecord } from './record';
import { isEmergency } from './request';

/** With the growing rests between them these last for about three days: longer than a weekend and what cures itself. */
const most = 16;

/** Counts one more repair, from the start where the one before has brought something on. */
export function countRepair({ repairs, counts }: RotationRecord, now: Date): Repairs {
  const proven = (counts?.proven ?? 0) + (counts?.assumed ?? 0);
  const before = repairs && repairs.proven >= proven ? repairs : { count: 0, since: now.toISOString(), proven };
  return { ...before, count: before.count + 1 };
}

/** A rotation that further repairs will hardly help. An emergency never gives up, and people take their time. */
export const isTired = ({ cause, repairs }: RotationRecord, unproven: readonly Move[]): boolean =>
  !isEmergency(cause) && (repairs?.count ?? 0) >= most && !isForPeople(unproven);

const isForPeople = (unproven: readonly Move[]): boolean =>
  unproven.length > 0 && unproven.every(({ state }) => state === 'needs-person');

/** Parked because repairs did not help: only somebody's order takes it up again. */
export const isGivenUp = ({ state, cause, repairs }: RotationRecord): boolean =>
  state === 'parked' && !isEmergency(cause) && (repairs?.count ?? 0) >= most;
