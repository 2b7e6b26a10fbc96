import { batchesOf, type GroupLists, withinRoom } from '../../../shared/access/group-batch';

const aList = (members: number): GroupLists => ({
  members: Array.from({ length: members }, (_, n) => `${n}`),
  owners: ['owner'],
});
const groups = (sizes: readonly number[]) => new Map(sizes.map((size, n) => [`g${n}`, aList(size)]));

describe('a batch of groups', () => {
  it('holds as many as one filter names, and no more members than a row does, with room to grow', () => {
    expect(batchesOf(groups(Array.from({ length: 120 }, () => 40))).map((each) => each.length)).toEqual([50, 50, 20]);
    expect(batchesOf(groups([3_000, 3_000, 20_000, 10]))).toEqual([['g0'], ['g1'], ['g2'], ['g3']]);
    expect(batchesOf(groups([2_000, 2_000, 10]))).toEqual([['g0', 'g1', 'g2']]);
  });

  it('does not remember what a row cannot hold', () => {
    const kept = withinRoom(Object.fromEntries(groups([6_000, 6_000, 10])));
    expect(Object.values(kept).map((state) => typeof state)).toEqual(['object', 'string', 'object']);
  });
});
