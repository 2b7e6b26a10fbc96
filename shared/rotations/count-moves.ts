import type { Move } from '../dependents/dependent';
import type { MoveCounts } from './record';

/** Dependents that were never reached, because an earlier wave stopped the rotation, count as unproven. */
export function countMoves(total: number, moves: readonly Move[]): MoveCounts {
  const assumed = moves.filter(({ proof }) => proof === 'assumed').length;
  const proven = moves.filter(({ proof }) => proof !== 'assumed' && proof !== 'unproven').length;
  return { total, proven, assumed, unproven: Math.max(0, total - proven - assumed) };
}
