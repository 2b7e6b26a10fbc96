import * as z from 'zod';
import { ArmNotFound } from '../azure/arm-errors';
import type { Graph } from '../azure/graph-client';
import { inBatches } from '../dependents/in-batches';
import { directoryRoles } from './directory-roles';
import type { AccessFacts, Principal } from './facts';
import { eligibleForGroup, eligibleForRole } from './read-eligible';
import type { Sight } from './sight';

type DirectoryFacts = Pick<AccessFacts, 'principals' | 'members' | 'owners' | 'directoryRoles' | 'unreadGroups'>;

const kinds: Record<string, Principal['kind']> = {
  '#microsoft.graph.user': 'user',
  '#microsoft.graph.group': 'group',
  '#microsoft.graph.serviceprincipal': 'service-principal',
};

/** A directory object. What we may not see of it is null. Microsoft Graph 1.0. */
const Entry = z
  .object({
    '@odata.type': z.string().toLowerCase(),
    id: z.string().toLowerCase(),
    displayName: z.string().nullish(),
    userPrincipalName: z.string().nullish(),
    accountEnabled: z.boolean().nullish(),
    servicePrincipalType: z.string().nullish(),
    appId: z.string().nullish(),
  })
  .transform((entry) => {
    const { id, displayName, userPrincipalName, accountEnabled, servicePrincipalType, appId } = entry;
    const kind = kinds[entry['@odata.type']] ?? 'unknown';
    const name = userPrincipalName ?? displayName;
    const principal: Principal = {
      id,
      kind: servicePrincipalType === 'ManagedIdentity' ? 'managed-identity' : kind,
      ...(name && { name }),
      ...(typeof accountEnabled === 'boolean' && { enabled: accountEnabled }),
    };
    return { principal, appId: appId ?? undefined };
  });
type Entry = z.infer<typeof Entry>;

const fields = '$select=id,displayName,userPrincipalName,accountEnabled,servicePrincipalType,appId';
const Answer = z.object({ value: z.array(Entry) });

/** As many as one question may name. */
const mostIds = 1_000;

/** The entries that the directory knows; others were deleted, or are of another tenant. */
export const entriesOf = async (graph: Graph, ids: readonly string[]): Promise<readonly Entry[]> => {
  const chunks = Array.from({ length: Math.ceil(ids.length / mostIds) }, (_, n) =>
    ids.slice(n * mostIds, (n + 1) * mostIds),
  );
  const answers = await inBatches(chunks, 2, (chunk) =>
    graph.post(`/directoryObjects/getByIds?${fields}`, { ids: chunk }, Answer),
  );
  return answers.flatMap(({ value }) => value);
};

/** Nothing, where there is no such thing in this tenant. */
const orNone = (error: unknown): readonly Entry[] => {
  if (error instanceof ArmNotFound) return [];
  throw error;
};

const ownersOf = async (graph: Graph, { principal: { id, kind }, appId }: Entry): Promise<readonly Entry[]> => {
  if (kind === 'group') return graph.list(`/groups/${id}/owners?${fields}`, Entry);
  if (kind !== 'service-principal') return [];
  const lists = await Promise.all([
    graph.list(`/servicePrincipals/${id}/owners?${fields}`, Entry),
    // Of an application of another tenant there is only the service principal here.
    appId ? graph.list(`/applications(appId='${appId}')/owners?${fields}`, Entry).catch(orNone) : [],
  ]);
  return lists.flat();
};

const holdersOf = async (graph: Graph, sight: Sight) => {
  const lists = await inBatches(directoryRoles, 6, async ({ id, name }) => {
    const path = `/directoryRoles(roleTemplateId='${id}')/members?${fields}`;
    const at = { scope: `directory role ${name}`, what: 'Who has it' };
    // A role that nobody ever had is not there.
    const holders = await sight.tryTo(at, () => graph.list(path, Entry).catch(orNone));
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
  const membersOf = ({ id, kind, name = id }: Principal): Promise<readonly Entry[]> => {
    if (kind !== 'group') return Promise.resolve([]);
    const at = { scope: `group ${name}`, what: 'Its members', otherwise: () => void found.unreadGroups.push(id) };
    return sight.tryTo(at, () => graph.list(`/groups/${id}/members?${fields}`, Entry));
  };
  /** Those who may make themselves members or owners. */
  const eligibleFor = async ({ id, kind }: Principal): Promise<readonly Entry[]> => {
    if (kind !== 'group') return [];
    const instances = await eligibleForGroup(graph, id, sight);
    for (const { principalId, accessId } of instances) {
      if (accessId === 'owner') found.owners.push({ of: id, owner: principalId, eligible: true });
      else found.members.push({ group: id, member: principalId, eligible: true });
    }
    return entriesOf(graph, [...new Set(instances.map(({ principalId }) => principalId))]);
  };
  const look = async (entry: Entry): Promise<readonly Entry[]> => {
    const { id, kind, name = id } = entry.principal;
    const [members, eligible, owners] = await Promise.all([
      membersOf(entry.principal),
      eligibleFor(entry.principal),
      sight.tryTo({ scope: `${kind} ${name}`, what: 'Its owners' }, () => ownersOf(graph, entry)),
    ]);
    found.members.push(...members.map(({ principal }) => ({ group: id, member: principal.id })));
    found.owners.push(...owners.map(({ principal }) => ({ of: id, owner: principal.id })));
    return [...members, ...eligible, ...owners];
  };
  return { found, look };
};

const distinct = (entries: readonly Entry[]): Entry[] => [
  ...new Map(entries.map((entry) => [entry.principal.id, entry])).values(),
];

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
