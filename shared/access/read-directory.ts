import type { Graph } from '../azure/graph-client';
import { inBatches } from '../dependents/in-batches';
import { entriesAt, entriesAtOrNone, entriesOf, type Entry } from './directory-entries';
import { directoryRoles } from './directory-roles';
import type { AccessFacts, Principal } from './facts';
import { eligibleForGroup, eligibleForRole } from './read-eligible';
import { distinct, readGroup } from './read-group';
import type { Sight } from './sight';

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
  const aroundGroup = async (group: Principal): Promise<readonly Entry[]> => {
    const [{ members, owners, unread }, eligible] = await Promise.all([
      readGroup(graph, group, sight),
      eligibleFor(group.id),
    ]);
    if (unread.has('Its members')) found.unreadGroups.push(group.id);
    found.members.push(...members.map(({ principal }) => ({ group: group.id, member: principal.id })));
    noteOwners(group.id, owners);
    return [...members, ...eligible, ...owners];
  };
  const look = async (entry: Entry): Promise<readonly Entry[]> => {
    const { id, kind, name = id } = entry.principal;
    if (kind === 'group') return aroundGroup(entry.principal);
    if (kind !== 'service-principal') return [];
    const owners = await sight.tryTo({ scope: `${kind} ${name}`, what: 'Its owners' }, () => ownersOf(graph, entry));
    noteOwners(id, owners);
    return owners;
  };
  return { found, look };
};

/**
 * Everybody behind the given principals: members of groups, owners of groups and applications, theirs in turn, and who rules
 * the directory.
 */
export const readDirectory = async (graph: Graph, given: readonly string[], sight: Sight): Promise<DirectoryFacts> => {
  const { found, look } = looking(graph, sight);
  const at = {
    scope: 'Microsoft Graph',
    what: 'Who the holders of access are',
    otherwise: () => void found.unreadGroups.push(...given),
  };
  const first = await sight.tryTo(at, () => entriesOf(graph, given));
  const held = await holdersOf(graph, sight);
  const known = new Map<string, Entry>();
  for (let next = distinct([...first, ...held.map(({ entry }) => entry)]); next.length > 0;) {
    for (const entry of next) known.set(entry.principal.id, entry);
    const around = await inBatches(next, 10, look);
    next = distinct(around.flat()).filter(({ principal }) => !known.has(principal.id));
  }
  const missing = given.filter((id) => !known.has(id)).map((id): Principal => ({ id, kind: 'unknown' }));
  return {
    principals: [...[...known.values()].map(({ principal }) => principal), ...missing],
    directoryRoles: held.map(({ entry, ...role }) => ({ ...role, holder: entry.principal.id })),
    ...found,
  };
};
