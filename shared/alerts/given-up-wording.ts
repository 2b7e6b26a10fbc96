import type { RotationRecord } from '../rotations/record';
import { wording, type Wording } from './plain-words';

/** Repairs do not help. Told once, and again every week; each spell of vain repairs is another matter. */
export const rotationGivenUp = (record: RotationRecord, week: number): Wording => {
  const { id, key, to, because, repairs } = record;
  return wording(
    {
      subject: key,
      rotationId: id,
      kind: 'RotationParked',
      severity: 'critical',
      occasion: `given up ${repairs?.since ?? ''} ${week}`,
    },
    `The rotation of ${key} is not repaired any more: ${because ?? 'the reason is not known'}`,
    [
      `Nothing is cut off: all versions stay enabled, and what did not move to ${to ?? 'the new one'} goes on as before.`,
      `See what stands in the way of each dependent: GET /api/rotations/${id}`,
      `Mend it, then let the rotation go on: POST /api/rotations/${id}/resume`,
      `If the new version itself is of no use: POST /api/rotations/${id}/undo`,
    ],
  );
};
