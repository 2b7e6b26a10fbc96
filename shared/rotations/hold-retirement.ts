import { retirementHeld } from '../alerts/wording';
import type { World } from '../world';
import type { Finding } from './finding';
import type { RotationRecord } from './record';

/** Notes why the old versions stay enabled, and has a person hear of it. The sweep asks again when it has rested. */
export async function holdRetirement(
  { records, alerts, now }: Pick<World, 'records' | 'alerts' | 'now'>,
  record: RotationRecord,
  reasons: Finding[],
): Promise<void> {
  const at = now().toISOString();
  const { until: _former, ...rest } = record.retirement ?? {};
  const until = endOf(reasons);
  await records.noteRetirement(record.id, { ...rest, state: 'held', at, reasons, ...(until && { until }) });
  await alerts.raise(retirementHeld(record, reasons));
}

/** When the last of the reasons is over by itself; undefined where one never is. */
const endOf = (reasons: readonly Finding[]): string | undefined => {
  const ends = reasons.flatMap(({ until }) => until ?? []);
  return ends.length === reasons.length ? ends.toSorted().at(-1) : undefined;
};
