import { ArmBusy } from '../azure/arm-errors';
import type { Graph } from '../azure/graph-client';
import { inBatches } from '../dependents/in-batches';
import type { Row, Rows } from '../evidence/rows';
import { hashOf } from '../hash';
import { entriesOf } from './directory-entries';
import { batchesOf, type GroupBatch, type GroupLists, isTold, missingIn, stateAfter, withinRoom } from './group-batch';
import { beginTracking, changedSince } from './group-changes';

/** Groups about which Microsoft Graph is asked only what changed. */
export interface WatchedGroups {
  /** What is in its lists now. Nothing where that is not known: then it has to be read whole. */
  listsOf(group: string): GroupLists | undefined;
  /** Remembers what a look has read whole, and has groups watched that are not yet. */
  keep(read: ReadonlyMap<string, GroupLists>): Promise<void>;
}

/** Nothing is known of any group, and nothing remembered. */
export const unwatched: WatchedGroups = { listsOf: () => undefined, keep: () => Promise.resolve() };

/** What was told of a batch at the beginning of a look. */
interface Heard extends Pick<GroupBatch, 'link'> {
  readonly row: Row<GroupBatch>;
  readonly changed: ReadonlySet<string>;
  readonly isDue: boolean;
}

/**
 * Changes may be told late, or never: whatever is told, everything is read whole once a day. A link lives for seven. Source: "Use delta
 * query to track changes".
 */
const readEveryMs = 24 * 3_600_000;
const partition = 'groups';
const atOnce = 4;

/**
 * Asks what has changed in the groups that are watched. What is told only says which groups to read: who is in them the groups say. A link
 * is kept in one write with what was read under it, and only over what it was asked by, so that nobody's going is lost between
 * the two, in a crash, or between looks at the same time. Losing a row loses nothing: its groups are read whole. So is a group that an
 * event told of (`heardOf`), which may come before the change is told here.
 */
export const watchGroups = async (
  graph: Graph,
  rows: Rows<GroupBatch>,
  { now, heardOf }: { now: Date; heardOf: ReadonlySet<string> },
): Promise<WatchedGroups> => {
  /** Where a link has ended, or fails for another reason than that we ask too much, its groups are begun anew. */
  const hear = async (row: Row<GroupBatch>): Promise<readonly Heard[]> => {
    const isDue = now.getTime() - Date.parse(row.value.readAt) >= readEveryMs;
    const told = await changedSince(graph, row.value.link).catch((error: unknown) => {
      if (error instanceof ArmBusy) throw error;
      return undefined;
    });
    if (told) return [{ row, isDue, link: told.link, changed: new Set([...told.changed, ...heardOf]) }];
    await rows.remove(row);
    return [];
  };

  /** Asks again once everything is read. Where that fails nothing is kept: the next look asks by the old link. */
  const follow = async ({ row, link, changed, isDue }: Heard, read: ReadonlyMap<string, GroupLists>): Promise<void> => {
    const found = Object.entries(row.value.groups)
      .map(([id, was]) => ({ id, was, lists: read.get(id), isDue }))
      // What nobody read for a day matters no more.
      .filter(({ lists }) => lists !== undefined || !isDue);
    if (found.length === 0) return rows.remove(row);

    const wasRead = found.some(({ lists }) => lists !== undefined);
    const again = wasRead ? await changedSince(graph, link).catch(() => undefined) : { link, changed };
    if (!again) return;
    const missing = await entriesOf(graph, [...new Set(found.flatMap(missingIn))]);
    const here = new Set(missing.map(({ principal }) => principal.id));
    const states = found.map(({ id, ...each }) => {
      const hasChanged = changed.has(id) || again.changed.has(id);
      return [id, stateAfter(each, hasChanged, (one) => here.has(one))] as const;
    });
    const readAt = isDue ? now.toISOString() : row.value.readAt;
    await rows.write(row, { link: again.link, readAt, groups: withinRoom(Object.fromEntries(states)) }, row);
  };

  /** Where that is refused, they are read whole each time. */
  const begin = async (ids: readonly string[], read: ReadonlyMap<string, GroupLists>): Promise<void> => {
    const begun = await beginTracking(graph, ids).catch(() => undefined);
    if (!begun) return;
    const groups = ids.map((id) => {
      const lists = read.get(id);
      const told = lists !== undefined && isTold(lists, begun.whom.get(id) ?? new Set());
      return [id, told ? 'unknown' : 'untold'] as const;
    });
    const batch = { link: begun.link, readAt: now.toISOString(), groups: Object.fromEntries(groups) };
    await rows.write({ partition, row: hashOf(...ids.toSorted()) }, batch);
  };

  const known: Row<GroupBatch>[] = [];
  for await (const row of rows.list(partition)) known.push(row);
  const heard = (await inBatches(known, atOnce, hear)).flat();

  return {
    listsOf(group) {
      const states = heard.flatMap(({ row, changed, isDue }) =>
        isDue || changed.has(group) ? [] : (row.value.groups[group] ?? []),
      );
      return states.find((state) => typeof state === 'object');
    },
    async keep(read) {
      await inBatches(heard, atOnce, (each) => follow(each, read));
      const watched = new Set(heard.flatMap(({ row }) => Object.keys(row.value.groups)));
      const others = new Map([...read].filter(([id]) => !watched.has(id)));
      await inBatches(batchesOf(others), atOnce, (ids) => begin(ids, others));
    },
  };
};
