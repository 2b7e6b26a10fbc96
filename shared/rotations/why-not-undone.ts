import type { Move } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import type { Finding } from './finding';
import { validity } from './preflight';
import type { RotationRecord } from './record';
import { isEmergency } from './request';

export interface UndoFacts {
  readonly now: Date;
  readonly record: RotationRecord;
  /** Records of the key, newest first. */
  readonly records: readonly RotationRecord[];
  readonly moves: readonly Move[];
  readonly versions: readonly KeyVersion[];
}

/**
 * Why a rotation must not be taken back, or `undefined`. The way back is open only as long as the former version is good,
 * enabled, and nothing newer has begun. Pure.
 */
export function whyNotUndone({ now, record, records, moves, versions }: UndoFacts): Finding | undefined {
  const { id, key, cause, from, to, closedAt } = record;
  if (isEmergency(cause)) {
    return {
      code: 'undo-of-compromise',
      message: `The rotation of ${key} answers a compromise; its former version ${from} may be in wrong hands`,
      nextStep: 'Mend what keeps the dependents from the new version, or rotate the key again',
    };
  }
  if (records[0]?.id !== id) {
    return {
      code: 'newer-rotation',
      message: `A newer rotation of ${key} has begun: ${records[0]?.id ?? 'none is known'}`,
      nextStep: 'Take that one back, if it is what troubles you',
    };
  }
  const flaws = flawsOf(
    versions.find(({ version }) => version === from),
    now,
  );
  if (flaws.length > 0) {
    return {
      code: 'former-version-unusable',
      message: `The former version ${from} of ${key} cannot take its dependents back: ${flaws.join(' and ')}`,
      nextStep: 'Rotate the key again if its newest version is of no use',
    };
  }
  const moved = moves.some((move) => move.to === to);
  if (to !== undefined && (moved || closedAt === undefined)) return undefined;
  return {
    code: 'nothing-to-undo',
    message: `No dependent of ${key} was moved by this rotation, or all are back already`,
    nextStep: 'If it must not begin, pause the key: POST /api/pauses',
  };
}

const flawsOf = (former: KeyVersion | undefined, now: Date): string[] => (former ? validity(former, now) : ['gone']);
