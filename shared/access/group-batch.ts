import * as z from 'zod';
import { mostGroups } from './group-changes';

const GroupLists = z.object({ members: z.array(z.string()), owners: z.array(z.string()) });
/** Ids of who is in a group, and of who owns it. */
export type GroupLists = z.infer<typeof GroupLists>;

/** Groups whose changes one link tells. */
export const GroupBatch = z.object({
  link: z.string(),
  /** When all of them were last read whole. */
  readAt: z.iso.datetime(),
  /**
   * Their lists as they were when the link was answered. `unknown`: they were not read since they changed. `untold`: it was seen that
   * not everything is told of the group, so that it is read whole each time.
   */
  groups: z.record(z.string(), z.union([GroupLists, z.enum(['unknown', 'untold'])])),
});
export type GroupBatch = z.infer<typeof GroupBatch>;
export type GroupState = GroupBatch['groups'][string];

/** A row of a table holds a megabyte, and an id takes 80 bytes of it. */
const mostIds = 10_000;

const sizeOf = ({ members, owners }: GroupLists): number => members.length + owners.length;
const idsIn = ({ members, owners }: GroupLists): string[] => [...members, ...owners];

const without = (some: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others);
  return some.filter((id) => !known.has(id));
};

/** Who was in a list and is not. */
const lostIn = (was: GroupLists, now: GroupLists): string[] => [
  ...without(was.members, now.members),
  ...without(was.owners, now.owners),
];

/** Whether whoever is in a list was told of. */
export const isTold = (lists: GroupLists, whom: ReadonlySet<string>): boolean =>
  idsIn(lists).every((id) => whom.has(id));

/** What a look found out about a group of a batch. */
export interface Found {
  readonly was: GroupState;
  /** Absent where it was not read whole. */
  readonly lists: GroupLists | undefined;
  /** The time has come to take what was read for what is, whatever was told. */
  readonly isDue: boolean;
}

/** Those of whom it has to be known whether they were deleted, before it can be said what to remember. */
export const missingIn = ({ was, lists, isDue }: Found): string[] =>
  isDue && lists && typeof was === 'object' ? lostIn(was, lists) : [];

/**
 * What to remember of a group. Lists are kept when nothing was told of the group in the look that read them, neither before nor
 * after: what is read right after a change may be older than the change. `isHere` tells of those who are missing whether they
 * were deleted, which is told of no group.
 */
export const stateAfter = (
  { was, lists, isDue }: Found,
  hasChanged: boolean,
  isHere: (id: string) => boolean,
): GroupState => {
  if (was === 'untold') return was;
  if (hasChanged) return 'unknown';
  if (!lists || (was !== 'unknown' && !isDue)) return was;
  if (was === 'unknown') return lists;
  const missed = lostIn(lists, was).length > 0 || lostIn(was, lists).some(isHere);
  return missed ? 'untold' : lists;
};

/** As many lists as a row holds. Those of the others are not remembered. */
export const withinRoom = (groups: GroupBatch['groups']): GroupBatch['groups'] => {
  let left = mostIds;
  return Object.fromEntries(
    Object.entries(groups).map(([id, state]) => {
      const size = typeof state === 'string' ? 0 : sizeOf(state);
      if (size > left) return [id, 'unknown'];
      left -= size;
      return [id, state];
    }),
  );
};

/** Groups that one link may tell of and one row may hold, with room to grow. */
export const batchesOf = (groups: ReadonlyMap<string, GroupLists>): readonly (readonly string[])[] => {
  const batches: string[][] = [];
  let room = 0;
  for (const [id, lists] of groups) {
    const last = batches.at(-1);
    room -= sizeOf(lists);
    if (last && last.length < mostGroups && room >= 0) last.push(id);
    else {
      batches.push([id]);
      room = mostIds / 2 - sizeOf(lists);
    }
  }
  return batches;
};
