import type { RotationRecord } from '../rotations/record';

/**
 * Whether the sweep still has to look after a rotation: not closed, closed as partial or after it had made its version, or
 * with old versions whose retirement is not over. A proven rotation whose retirement was never begun counts, since a crash may be the reason.
 */
export const isUnfinished = ({ state, closedAt, to, retires, retirement }: RotationRecord): boolean => {
  if (!closedAt || state === 'partial') return true;
  if (state !== 'proven' && to !== undefined) return true;
  if (retirement) return retirement.state !== 'retired';
  return state === 'proven' && retires.length > 0;
};
