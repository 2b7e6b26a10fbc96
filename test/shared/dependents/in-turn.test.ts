import { inTurn } from '../../../shared/dependents/in-turn';

describe('inTurn', () => {
  it('takes one of each group in turn, and keeps the order within a group', () => {
    const items = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2'];
    expect(inTurn(items, ([group = '']) => group)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });
});
