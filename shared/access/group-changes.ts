import * as z from 'zod';
import type { Graph } from '../azure/graph-client';

const Id = z.string().toLowerCase();

/** Of who came, went, or was there from the beginning only the id is told. */
const Told = z.object({
  id: Id,
  'members@delta': z.array(z.object({ id: Id })).nullish(),
  'owners@delta': z.array(z.object({ id: Id })).nullish(),
});

/** A filter may name as many, and can name nothing else. */
export const mostGroups = 50;

/**
 * Begins to track who is in these groups and who owns them. Answers whom it was told of in each. Microsoft Graph 1.0, "group: delta".
 * What it tells first is read to its end: a link that was asked for alone (`$deltatoken=latest`) has been seen not to tell of members.
 */
export const beginTracking = async (graph: Graph, groups: readonly string[]) => {
  const filter = groups.map((id) => `id%20eq%20'${id}'`).join('%20or%20');
  const { told, link } = await graph.changes(`/groups/delta?$select=members,owners&$filter=${filter}`, Told);
  const whom = new Map(groups.map((id) => [id, new Set<string>()]));
  for (const { id, 'members@delta': members, 'owners@delta': owners } of told)
    for (const each of [...(members ?? []), ...(owners ?? [])]) whom.get(id)?.add(each.id);
  return { link, whom };
};

/**
 * The groups in which something changed since the link was answered, however it is told: a group may come several times, with parts of
 * its lists, with changes that were told before, or as removed.
 */
export const changedSince = async (graph: Graph, link: string) => {
  const { told, link: next } = await graph.changes(link, z.object({ id: Id }));
  return { link: next, changed: new Set(told.map(({ id }) => id)) };
};
