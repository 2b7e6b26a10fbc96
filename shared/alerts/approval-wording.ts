import type { Approval } from '../rotations/approval';
import type { HoldRelease } from '../rotations/hold-release';
import type { RotationRecord } from '../rotations/record';
import { someOf, wording, type Wording } from './plain-words';

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

/** Somebody wants old versions to be held no longer, and a second person is to agree. */
export const releaseWanted = (
  { id, key }: RotationRecord,
  { digest, reason, requestedBy, reasons, until }: HoldRelease,
): Wording =>
  wording(
    { subject: key, rotationId: id, kind: 'NeedsPerson', severity: 'warning', occasion: `release ${digest}` },
    `${requestedBy} asks that the old version of ${key} is held no longer, until ${until}: ${reason}`,
    [
      'What it is held for stays true. Whatever cannot be opened any more afterwards opens again once the version is enabled.',
      `Go through the reasons:${someOf(
        reasons.map(({ code, about }) => (about ? `${code}: ${about}` : code)),
        `GET /api/rotations/${id}`,
      )}`,
      `Agree, if you have not asked for it yourself: POST /api/rotations/${id}/release-hold/approve with the digest ${digest}`,
      'If nobody does, the version stays as it is.',
    ],
  );
