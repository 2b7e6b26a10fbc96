import { countMoves } from '../../../shared/rotations/count-moves';
import { aMove } from '../evidence/evidence-examples';

const moved = (proof: 'read-back' | 'unwrapped' | 'log' | 'assumed' | 'unproven') => ({ ...aMove('/one'), proof });

describe('the counts of a rotation', () => {
  it('tell each kind of proof by itself, and what was never reached as unproven', () => {
    const moves = (['read-back', 'read-back', 'unwrapped', 'log', 'assumed', 'unproven'] as const).map(moved);
    expect(countMoves(8, moves)).toEqual({
      total: 8,
      proven: 4,
      assumed: 1,
      unproven: 3,
      byProof: { 'read-back': 2, unwrapped: 1, log: 1, assumed: 1 },
    });
  });
});
