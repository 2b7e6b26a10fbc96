import type { Graph } from '../azure/graph-client';
import { type Entry, entriesAt, servicePrincipalsAt } from './directory-entries';
import type { Principal } from './facts';
import type { Sight } from './sight';

/** Who is in a group, and who owns it. */
export interface AroundGroup {
  readonly members: readonly Entry[];
  readonly owners: readonly Entry[];
}

/** Each entry once; the last one of several. */
export const distinct = (entries: readonly Entry[]): Entry[] => [
  ...new Map(entries.map((entry) => [entry.principal.id, entry])).values(),
];

/**
 * Reads both lists whole. `unread` says which could not be read: nothing of it is in the answer then. Applications that cannot be
 * read apart are named under a scope of their own, so that nobody else of the group is presumed to be in it still.
 */
export const readGroup = async (
  graph: Graph,
  { id, name = id }: Principal,
  sight: Sight,
): Promise<AroundGroup & { readonly unread: ReadonlySet<string> }> => {
  const unread = new Set<string>();
  const read = (what: string, scope: string, reading: () => Promise<readonly Entry[]>) =>
    sight.tryTo({ scope, what, otherwise: () => void unread.add(what) }, reading);
  const both = async (list: 'members' | 'owners') => {
    const path = `/groups/${id}/${list}`;
    const lists = await Promise.all([
      read(`Its ${list}`, `group ${name}`, () => entriesAt(graph, path)),
      read(`Which are ${list}`, `applications in group ${name}`, () => servicePrincipalsAt(graph, path)),
    ]);
    return distinct(lists.flat());
  };
  const [members, owners] = await Promise.all([both('members'), both('owners')]);
  return { members, owners, unread };
};
