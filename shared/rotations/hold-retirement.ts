import { retirementHeld } from '../alerts/wording';
import type { World } from '../world';
import { overAt, type Finding } from './finding';
import type { RotationRecord } from './record';

/** Notes why the old versions stay enabled, and has a person hear of it. The sweep asks again when it has rested. */
export async function holdRetirement(
  { records, alerts, now }: Pick<World, 'records' | 'alerts' | 'now'>,
  record: RotationRecord,
  reasons: Finding[],
): Promise<void> {
  const at = now().toISOString();
  const { until: _former, ...rest } = record.retirement ?? {};
  const until = overAt(reasons);
  await records.noteRetirement(record.id, { ...rest, state: 'held', at, reasons, ...(until && { until }) });
  await alerts.raise(retirementHeld(record, reasons));
}
