import type { Graph } from '../azure/graph-client';
import { entriesOf, type Entry } from './directory-entries';
import type { AroundGroup } from './read-group';
import type { WatchedGroups } from './watched-groups';

/** Whether an answer about many ids told all that a list tells, which is not documented. */
const tellsEnough = ({ principal: { kind, enabled } }: Entry): boolean => kind !== 'user' || enabled !== undefined;

/**
 * Those of the groups whose lists are known, with everybody in them as he is now. One where somebody is missing is not among them:
 * he was deleted, which nobody is told of, and the group says so when it is read.
 */
export const knownGroups = async (
  graph: Graph,
  watched: WatchedGroups,
  groups: readonly string[],
  met: ReadonlyMap<string, Entry>,
): Promise<ReadonlyMap<string, AroundGroup>> => {
  const lists = groups.flatMap((group) => {
    const known = watched.listsOf(group);
    return known ? [{ group, ...known }] : [];
  });
  const ids = new Set(lists.flatMap(({ members, owners }) => [...members, ...owners]));
  const others = await entriesOf(
    graph,
    [...ids].filter((id) => !met.has(id)),
  );
  const entries = new Map([...others].map((entry) => [entry.principal.id, entry]));
  const usable = (id: string): readonly Entry[] => {
    const entry = met.get(id) ?? entries.get(id);
    return entry && tellsEnough(entry) ? [entry] : [];
  };
  return new Map(
    lists.flatMap(({ group, members, owners }) => {
      const around = { members: members.flatMap(usable), owners: owners.flatMap(usable) };
      const isWhole = around.members.length === members.length && around.owners.length === owners.length;
      return isWhole ? [[group, around] as const] : [];
    }),
  );
};
