/** The items of all groups in turn: the first of each group, then the second of each, and so on. */
export const inTurn = <T>(items: readonly T[], groupOf: (item: T) => string): T[] => {
  const counts = new Map<string, number>();
  const ranked = items.map((item) => {
    const group = groupOf(item);
    const rank = counts.get(group) ?? 0;
    counts.set(group, rank + 1);
    return { item, rank };
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ item }) => item);
};
