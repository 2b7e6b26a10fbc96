import type { Move } from '../dependents/dependent';
import type { RotationRecord } from '../rotations/record';
import { counted, someOf, wording, type Wording } from './plain-words';

/* The words of alerts about rotations that an operator has taken back. */

const about = ({ id, key, undo, incidentId }: RotationRecord) => ({
  subject: key,
  rotationId: id,
  ...(incidentId && { incidentId }),
  occasion: `undo ${undo?.at ?? ''}`,
});

const goOn = ({ id, to }: RotationRecord) =>
  `Nothing moves to ${to ?? 'the new version'} by itself any more. When it shall go on: POST /api/rotations/${id}/resume`;

/** An undo is over. `left` are those that did not go back, with what stood in the way. */
export function takenBack(
  record: RotationRecord,
  {
    back,
    left,
    of,
    stopped,
  }: { back: readonly Move[]; left: readonly Move[]; of: number; stopped?: string | undefined },
): Wording {
  const { key, from, id, undo } = record;
  const whole = back.length === of && stopped === undefined;
  const summary = `${back.length} of ${counted(of, 'dependent')} of ${key} are back on version ${from}: ${undo?.reason ?? 'an operator asked for it'}`;
  return wording(
    { ...about(record), kind: whole ? 'RotationParked' : 'NeedsPerson', severity: whole ? 'warning' : 'critical' },
    summary,
    [
      'Nothing is cut off: both versions stay enabled.',
      stopped && `It stopped before its end: ${stopped}`,
      left.length > 0
        ? `Look at those that did not go back:${someOf(left.map(lookAt), `GET /api/rotations/${id}`)}`
        : undefined,
      whole ? undefined : `When that is mended, take back the rest: POST /api/rotations/${id}/undo`,
      goOn(record),
    ],
  );
}

const lookAt = ({ dependent, because = 'it was not reached' }: Move): string => `${dependent}: ${because}`;

/** What an operator ordered could not be begun any more. */
export const undoRefused = (record: RotationRecord, because: string): Wording =>
  wording(
    { ...about(record), kind: 'NeedsPerson', severity: 'critical' },
    `The rotation of ${record.key} was not taken back: ${because}`,
    [
      'Nothing was changed, and the rotation goes on as if nobody had asked.',
      `Look where it stands: GET /api/rotations/${record.id}`,
    ],
  );
