import type { Approval } from '../rotations/approval';
import type { RotationRecord } from '../rotations/record';
import { wording, type Wording } from './plain-words';

/** A rotation waits for a second person. Told when it begins to wait, and once more. */
export const approvalWanted = (
  { id, key, reason, requestedBy }: RotationRecord,
  { digest, until }: Approval,
  isReminder: boolean,
): Wording =>
  wording(
    {
      subject: key,
      rotationId: id,
      kind: 'NeedsPerson',
      severity: 'warning',
      occasion: `approval ${digest}${isReminder ? ' again' : ''}`,
    },
    `The rotation of ${key} ${isReminder ? 'still ' : ''}waits for approval until ${until}: ${reason} (${requestedBy})`,
    [
      `Read the plan: GET /api/rotations/${id}`,
      `Approve it, if you have not asked for it yourself: POST /api/rotations/${id}/approve with the plan's digest ${digest}`,
      `Or reject it, with the reason: POST /api/rotations/${id}/reject`,
      'If nobody does either, it is parked then. Nothing is changed until it is approved.',
    ],
  );
