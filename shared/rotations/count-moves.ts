import { Proof, type Move } from '../dependents/dependent';
import type { MoveCounts, ProofCounts } from './record';

/** By kind of proof, those that are proven or assumed. */
export const countProofs = (moves: readonly { readonly proof?: Proof | undefined }[]): ProofCounts => {
  const kinds = Proof.options.filter((kind) => kind !== 'unproven');
  const counts = kinds.map((kind) => [kind, moves.filter(({ proof }) => proof === kind).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
};

/** Dependents that were never reached, because an earlier wave stopped the rotation, count as unproven. */
export function countMoves(total: number, moves: readonly Move[]): MoveCounts {
  const byProof = countProofs(moves);
  const { assumed = 0 } = byProof;
  const proven = Object.values(byProof).reduce((sum, count) => sum + count, 0) - assumed;
  return { total, proven, assumed, unproven: Math.max(0, total - proven - assumed), byProof };
}
