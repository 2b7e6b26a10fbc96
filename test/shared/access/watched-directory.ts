import type { GroupBatch } from '../../../shared/access/group-batch';
import type { Graph } from '../../../shared/azure/graph-client';
import { readDirectory } from '../../../shared/access/read-directory';
import { sight } from '../../../shared/access/sight';
import { watchGroups } from '../../../shared/access/watched-groups';
import type { Rows } from '../../../shared/evidence/rows';
import { fakeRows } from '../../fakes/fake-rows';
import { aGraph } from './a-graph';

const inAnyOrder = (rows: readonly object[]): string[] => rows.map((each) => JSON.stringify(each)).toSorted();

interface How {
  /** Another Microsoft Graph than the emulated one. */
  readonly as?: (graph: Graph) => Graph;
  /** Groups of which everything is refused, and paths. */
  readonly hides?: readonly string[];
  readonly pageSize?: number;
}

/** A directory that is looked at again and again, with what is remembered of its groups in between. */
export const aWatchedDirectory = ({ as = (graph) => graph, hides = [], pageSize = 2 }: How = {}) => {
  const hidden = new Set<string>(hides);
  const asked: string[] = [];
  /** What happens when a path is asked for, and the status by which it is refused, if it is. */
  const whenAsked = new Map<string, () => number | undefined>();
  /** What is refused of one group is refused where changes are told, too. */
  const refuses = (path: string) => {
    asked.push(path);
    const status = whenAsked.get(path)?.();
    const group = /^\/groups\/([^/]+)\//.exec(path)?.[1] ?? '';
    const someGroup = [...hidden].some((each) => !each.startsWith('/'));
    const isHidden = hidden.has(group) || hidden.has(path) || (path === '/groups/delta' && someGroup);
    return isHidden ? 403 : status;
  };
  const emulated = aGraph({ refuses, pageSize });
  const tenant = { ...emulated, graph: as(emulated.graph) };
  const given = new Set<string>();
  const rows = fakeRows<GroupBatch>();

  const lookWith = async (watch: Rows<GroupBatch>, ...heardOf: readonly string[]) => {
    const seen = sight();
    const watched = await watchGroups(tenant.graph, watch, { now: tenant.clock.now, heardOf: new Set(heardOf) });
    const found = await readDirectory(tenant.graph, [...given], seen, watched);
    return {
      principals: inAnyOrder(found.principals),
      members: inAnyOrder(found.members),
      owners: inAnyOrder(found.owners),
      unreadGroups: found.unreadGroups.toSorted(),
      unseen: inAnyOrder(seen.unseen),
    };
  };
  return {
    ...tenant,
    given,
    hidden,
    whenAsked,
    rows,
    lookWith,
    look: (...heardOf: readonly string[]) => lookWith(rows, ...heardOf),
    /** As somebody sees it who knows nothing. */
    whole: () => lookWith(fakeRows()),
    /** What Microsoft Graph is asked meanwhile. */
    asking: async (work: () => Promise<unknown>): Promise<readonly string[]> => {
      asked.length = 0;
      await work();
      return [...asked];
    },
    pass: (hours: number) => void (tenant.clock.now = new Date(tenant.clock.now.getTime() + hours * 3_600_000)),
  };
};
export type WatchedDirectory = ReturnType<typeof aWatchedDirectory>;
