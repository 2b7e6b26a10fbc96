import type { Graph } from '../azure/graph-client';
import { inBatches } from '../dependents/in-batches';
import { entriesAt, entriesAtOrNone, entriesOf, type Entry } from './directory-entries';
import { directoryRoles } from './directory-roles';
import type { AccessFacts, Principal } from './facts';
import { eligibleForGroup, eligibleForRole } from './read-eligible';
import type { GroupLists } from './group-batch';
import { knownGroups } from './known-groups';
import { type AroundGroup, distinct, readGroup } from './read-group';
import type { Sight } from './sight';
import { unwatched } from './watched-groups';

type DirectoryFacts = Pick<AccessFacts, 'principals' | 'members' | 'owners' | 'directoryRoles' | 'unreadGroups'>;

const ownersOf = async (graph: Graph, { principal: { id }, appId }: Entry): Promise<readonly Entry[]> => {
  const lists = await Promise.all([
    entriesAt(graph, `/servicePrincipals/${id}/owners`),
    // Of an application of another tenant there is only the service principal here.
    appId ? entriesAtOrNone(graph, `/applications(appId='${appId}')/owners`) : [],
  ]);
  return lists.flat();
};

const holdersOf = async (graph: Graph, sight: Sight) => {
  const lists = await inBatches(directoryRoles, 6, async ({ id, name }) => {
    const path = `/directoryRoles(roleTemplateId='${id}')/members`;
    const at = { scope: `directory role ${name}`, what: 'Who has it' };
    // A role that nobody ever had is not there.
    const holders = await sight.tryTo(at, () => entriesAtOrNone(graph, path));
    const eligible = await entriesOf(graph, await eligibleForRole(graph, id, sight));
    return [
      ...holders.map((entry) => ({ role: id, entry })),
      ...eligible.map((entry) => ({ role: id, entry, eligible: true })),
    ];
  });
  return lists.flat();
};

const idsOf = (entries: readonly Entry[]): string[] => entries.map(({ principal }) => principal.id);

/** Reads what is next to an entry, and notes how it is connected. */
const looking = (graph: Graph, sight: Sight) => {
  const found: Pick<DirectoryFacts, 'members' | 'owners' | 'unreadGroups'> = {
    members: [],
    owners: [],
    unreadGroups: [],
  };
  const noteOwners = (of: string, owners: readonly Entry[]) =>
    void found.owners.push(...owners.map(({ principal }) => ({ of, owner: principal.id })));
  /** Those who may make themselves members or owners. */
  const eligibleFor = async (group: string): Promise<readonly Entry[]> => {
    const instances = await eligibleForGroup(graph, group, sight);
    for (const { principalId, accessId } of instances) {
      if (accessId === 'owner') found.owners.push({ of: group, owner: principalId, eligible: true });
      else found.members.push({ group, member: principalId, eligible: true });
    }
    return entriesOf(graph, [...new Set(instances.map(({ principalId }) => principalId))]);
  };
  /** Groups that were read whole. */
  const read = new Map<string, GroupLists>();
  const readWhole = async (group: Principal): Promise<AroundGroup> => {
    const { unread, ...around } = await readGroup(graph, group, sight);
    if (unread.has('Its members')) found.unreadGroups.push(group.id);
    if (unread.size === 0) read.set(group.id, { members: idsOf(around.members), owners: idsOf(around.owners) });
    return around;
  };
  const aroundGroup = async (group: Principal, known: AroundGroup | undefined): Promise<readonly Entry[]> => {
    const [{ members, owners }, eligible] = await Promise.all([known ?? readWhole(group), eligibleFor(group.id)]);
    found.members.push(...members.map(({ principal }) => ({ group: group.id, member: principal.id })));
    noteOwners(group.id, owners);
    return [...members, ...eligible, ...owners];
  };
  const look = async (entry: Entry, known: AroundGroup | undefined): Promise<readonly Entry[]> => {
    const { id, kind, name = id } = entry.principal;
    if (kind === 'group') return aroundGroup(entry.principal, known);
    if (kind !== 'service-principal') return [];
    const owners = await sight.tryTo({ scope: `${kind} ${name}`, what: 'Its owners' }, () => ownersOf(graph, entry));
    noteOwners(id, owners);
    return owners;
  };
  return { found, read, look };
};

/**
 * Everybody behind the given principals: members of groups, owners of groups and applications, theirs in turn, and who rules
 * the directory. Groups that are watched, and in which nothing changed, are not read again.
 */
export const readDirectory = async (
  graph: Graph,
  given: readonly string[],
  sight: Sight,
  watched = unwatched,
): Promise<DirectoryFacts> => {
  const { found, read, look } = looking(graph, sight);
  const at = {
    scope: 'Microsoft Graph',
    what: 'Who the holders of access are',
    otherwise: () => void found.unreadGroups.push(...given),
  };
  const first = await sight.tryTo(at, () => entriesOf(graph, given));
  const held = await holdersOf(graph, sight);
  const met = new Map<string, Entry>();
  for (let next = distinct([...first, ...held.map(({ entry }) => entry)]); next.length > 0;) {
    for (const entry of next) met.set(entry.principal.id, entry);
    const groups = idsOf(next.filter(({ principal }) => principal.kind === 'group'));
    const known = await knownGroups(graph, watched, groups, met);
    const around = await inBatches(next, 10, (entry) => look(entry, known.get(entry.principal.id)));
    next = distinct(around.flat()).filter(({ principal }) => !met.has(principal.id));
  }
  await watched.keep(read);
  const missing = given.filter((id) => !met.has(id)).map((id): Principal => ({ id, kind: 'unknown' }));
  return {
    principals: [...[...met.values()].map(({ principal }) => principal), ...missing],
    directoryRoles: held.map(({ entry, ...role }) => ({ ...role, holder: entry.principal.id })),
    ...found,
  };
};
