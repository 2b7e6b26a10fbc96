import type { Move } from '../dependents/dependent';

/** The move with the time at which it was first proven, which later looks at the same version do not change. */
export const provenSince = (move: Move, earlier: Move | undefined): Move => {
  if (move.proof === 'unproven') return move;
  const since = earlier?.to === move.to && earlier.proof !== 'unproven' ? earlier.provenAt : undefined;
  return { ...move, provenAt: since ?? move.at };
};
