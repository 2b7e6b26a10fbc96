import { nextOpening, type Calendar } from '../policy/next-opening';
import type { World } from '../world';
import type { RotationRecord } from './record';
import { isEmergency } from './request';

/**
 * Disabling is a change like any other: a routine retirement that nothing holds waits for a window of its class, and for the end of
 * a freeze. True when it does; the sweep takes it up, and it looks at everything anew then. An emergency waits for none.
 */
export async function waitForOpening(
  { records, now }: Pick<World, 'records' | 'now'>,
  { id, cause, retirement }: RotationRecord,
  calendar: Calendar | undefined,
): Promise<boolean> {
  const opening = isEmergency(cause) || !calendar ? undefined : nextOpening(calendar, now());
  if (!opening) return false;
  const { until: _former, ...rest } = retirement ?? {};
  const opensAt = opening.toISOString();
  await records.noteRetirement(id, { ...rest, state: 'waiting', at: now().toISOString(), reasons: [], opensAt });
  return true;
}
