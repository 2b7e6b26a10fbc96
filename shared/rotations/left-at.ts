import type { RotationRecord } from './record';

/**
 * When the last of a key's rotations was over that was away from one of the versions which a record retires: what drifted back to
 * an old version has written with it until it was moved again. Undefined where none is over.
 */
export const leftAt = (
  { retires }: Pick<RotationRecord, 'retires'>,
  records: readonly RotationRecord[],
): string | undefined =>
  records
    .filter((record) => record.retires.some((version) => retires.includes(version)))
    .flatMap(({ closedAt }) => closedAt ?? [])
    .toSorted()
    .at(-1);
