import type { Graph } from '../azure/graph-client';
import { lasts } from '../dependents/reads';
import { remembered } from '../dependents/remembered';
import type { Access } from './access';
import type { Rows } from '../evidence/rows';
import { type AccessFacts, everyone } from './facts';
import type { GroupBatch } from './group-batch';
import { readDirectory } from './read-directory';
import { readRoles } from './read-roles';
import { readVaults, type VaultDoors } from './read-vaults';
import { byRoles, takingsIn } from './role-holdings';
import { subscriptionIn } from './scope';
import { sight } from './sight';
import { targetsOf } from './targets';
import { watchGroups } from './watched-groups';

type Scope = Parameters<Access['facts']>[0];

/** Of a vault without keys, such as a clean one that waits, counts who could use one that comes. */
const withAKey = (vaults: AccessFacts['vaults']): AccessFacts['vaults'] =>
  vaults.map((vault) => (vault.keys.length > 0 ? vault : { ...vault, keys: ['any'] }));

/** Without those that give nothing over these vaults: they are most of a tenant's. An unknown role may give anything. */
const thatMatter = <F extends Pick<AccessFacts, 'vaults' | 'above' | 'roles' | 'grants' | 'denials'>>(facts: F): F => {
  const vaults = targetsOf({ vaults: withAKey(facts.vaults) });
  const known = new Set(facts.roles.map(({ id }) => id));
  const empty = { principals: [], members: [], owners: [], directoryRoles: [], unreadGroups: [], unseen: [], asOf: '' };
  const mattering = new Set(
    byRoles({ ...empty, ...facts }, vaults).map(([, { source }]) => ('id' in source ? source.id : '')),
  );
  const grants = facts.grants.filter(({ id, role }) => mattering.has(id) || !known.has(role));
  const used = new Set(grants.map(({ role }) => role));
  const denials = takingsIn({ ...empty, ...facts }, vaults).map(({ denial }) => denial);
  return { ...facts, grants, denials, roles: facts.roles.filter(({ id }) => used.has(id)) };
};

const holdersIn = ({ vaults, grants, denials }: Pick<AccessFacts, 'vaults' | 'grants' | 'denials'>): string[] => [
  ...new Set([
    ...grants.map(({ principal }) => principal),
    ...vaults.flatMap(({ accessPolicies, localGrants }) =>
      [...accessPolicies, ...localGrants].map(({ principal }) => principal),
    ),
    ...denials.flatMap(({ principals, excluded }) => [...principals, ...excluded]).filter((id) => id !== everyone),
  ]),
];

interface Doors extends VaultDoors {
  readonly graph: Graph | undefined;
  /** What is remembered of groups from look to look. */
  readonly groups: Rows<GroupBatch>;
  readonly now: () => Date;
}

/** Reads who may reach keys from Azure Resource Manager, the vaults themselves, and Microsoft Graph where there is one. */
export const accessIn = (doors: Doors): Access => {
  const { arm, graph, groups, now } = doors;
  const gather = async (scope: Scope, heardOf?: readonly string[]): Promise<AccessFacts> => {
    const asOf = now().toISOString();
    const seen = sight();
    const vaults = await readVaults(scope, doors, seen);
    const subscriptions = [...new Set(vaults.flatMap(({ resource }) => subscriptionIn(resource ?? '') ?? []))];
    const facts = thatMatter({ vaults, ...(await readRoles(arm, subscriptions, seen)) });
    const holders = holdersIn(facts);
    if (graph) {
      const watched = heardOf && (await watchGroups(graph, groups, { now: now(), heardOf: new Set(heardOf) }));
      const directory = await readDirectory(graph, holders, seen, watched);
      return { asOf, ...facts, ...directory, unseen: seen.unseen };
    }
    const because =
      'There is no Microsoft Graph here, so groups, owners and administrators of the directory are not seen';
    return {
      asOf,
      ...facts,
      principals: holders.map((id) => ({ id, kind: 'unknown' })),
      members: [],
      owners: [],
      directoryRoles: [],
      unreadGroups: holders,
      unseen: [...seen.unseen, { scope: 'Microsoft Graph', because }],
    };
  };
  const facts = remembered(gather, { now, lasts });
  return {
    facts: ({ vaults, subscriptions }, notOlderThan, heardOf) =>
      facts(notOlderThan, { vaults, subscriptions }, heardOf),
  };
};
