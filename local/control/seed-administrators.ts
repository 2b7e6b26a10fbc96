import {
  application,
  assignmentId,
  encryptionUser,
  globalAdministrator,
  groups,
  holders,
  localHolders,
  ownRole,
  people,
  placedUnder,
  principalId,
  teamOfHsm,
} from '../estate/administrators';
import { dependents } from '../estate/dependents';
import { identitiesOf } from '../estate/resource-seeds';
import { company, rewrapIdentity, subscriptions } from '../estate/company';
import { containAssignments, containRole } from '../estate/taking-rights';
import { stableId } from '../identity/stable-id';
import type { Estate, RunningVault } from './estate';

const seedDirectory = ({ graph: { directory } }: Estate): void => {
  for (const name of people) {
    directory.put({
      kind: 'user',
      id: principalId(name),
      displayName: name,
      userPrincipalName: `${name}@${company}.example`,
      accountEnabled: true,
    });
  }
  for (const { name } of groups) directory.put({ kind: 'group', id: principalId(name), displayName: name });
  for (const { name, members, owners = [] } of groups) {
    for (const member of members) directory.join(principalId(name), principalId(member));
    for (const owner of owners) directory.own(principalId(name), principalId(owner));
  }
  const appId = stableId(`${application.name} client`);
  const enabled = { kind: 'servicePrincipal', accountEnabled: true } as const;
  directory.put({
    ...enabled,
    id: principalId(application.name),
    displayName: application.name,
    appId,
    servicePrincipalType: 'Application',
  });
  directory.own(appId, principalId(application.owner));
  const { name, clientId, principalId: id } = rewrapIdentity;
  directory.put({ ...enabled, id, displayName: name, appId: clientId, servicePrincipalType: 'ManagedIdentity' });
  directory.appoint(globalAdministrator.role, principalId(globalAdministrator.who));
};

const kindOf = (who: string): 'User' | 'Group' | 'ServicePrincipal' => {
  if (people.some((person) => person === who)) return 'User';
  return groups.some(({ name }) => name === who) ? 'Group' : 'ServicePrincipal';
};

const seedRoles = ({ arm: { authorization } }: Estate): void => {
  for (const [subscription, above] of placedUnder) authorization.place(subscription, above);
  authorization.define(ownRole);
  authorization.define(containRole);
  for (const assignment of containAssignments) authorization.assign(assignment);
  for (const { who, role, scope, eligible } of holders) {
    const assignment = {
      id: assignmentId({ who, role, scope }),
      principalId: principalId(who),
      principalType: kindOf(who),
      role,
      scope,
    };
    if (eligible) authorization.makeEligible(assignment);
    else authorization.assign(assignment);
  }
};

/** The services may use keys of their own vault, and of the clean one to which these would move. A Managed HSM has no other. */
const seedServices = ({ arm: { authorization }, graph: { directory }, vaults }: Estate): void => {
  for (const plan of dependents.filter(({ team }) => team !== teamOfHsm)) {
    const places = [plan.team, 'standby' as const].flatMap((team) => vaults.get(team)?.resourceId ?? []);
    for (const { name, principalId: id } of identitiesOf(plan)) {
      directory.put({
        kind: 'servicePrincipal',
        id,
        displayName: name,
        accountEnabled: true,
        appId: stableId(`${id} client`),
        servicePrincipalType: 'ManagedIdentity',
      });
      for (const scope of places)
        authorization.assign({
          id: assignmentId({ who: id, role: encryptionUser, scope }),
          principalId: id,
          principalType: 'ServicePrincipal',
          role: encryptionUser,
          scope,
        });
    }
  }
};

/** A vault as Azure Resource Manager shows it, and what brings its events to the app. */
const seedVault = ({ arm }: Estate, { name, flavour, resourceId, url }: RunningVault): void => {
  const shown = { id: resourceId, location: 'westeurope' };
  const safe = { enablePurgeProtection: true };
  if (flavour === 'managed-hsm') return arm.put({ ...shown, properties: { hsmUri: `${url}/`, ...safe } });
  const sku = { family: 'A', name: flavour };
  arm.put({ ...shown, properties: { vaultUri: `${url}/`, enableRbacAuthorization: true, sku, ...safe } });
  const topic = `${resourceId.split('/providers/')[0]}/providers/Microsoft.EventGrid/systemTopics/${name}`;
  arm.put({ id: topic, properties: { source: resourceId } });
  const destination = { endpointType: 'AzureFunction', properties: { resourceId: '/functions/onKeyVaultEvent' } };
  arm.put({ id: `${topic}/eventSubscriptions/rewrap`, properties: { destination } });
};

/** What brings changes of roles in a subscription to the app. */
const seedRoleEvents = ({ arm }: Estate, subscription: string): void => {
  const topic = `/subscriptions/${subscription}/resourceGroups/rewrap-events/providers/Microsoft.EventGrid/systemTopics/rewrap`;
  arm.put({
    id: topic,
    properties: { source: `/subscriptions/${subscription}`, topicType: 'Microsoft.Resources.Subscriptions' },
  });
  const destination = { endpointType: 'AzureFunction', properties: { resourceId: '/functions/onRoleChange' } };
  arm.put({ id: `${topic}/eventSubscriptions/rewrap-roles`, properties: { destination } });
};

/** Vaults as resources, people, groups and an application, and who of them has which access. */
export function seedAdministrators(estate: Estate): void {
  for (const vault of estate.vaults.values()) seedVault(estate, vault);
  for (const id of Object.values(subscriptions)) seedRoleEvents(estate, id);
  seedDirectory(estate);
  seedRoles(estate);
  seedServices(estate);
  for (const { who, role, scope } of localHolders) {
    const assignment = { id: stableId(`${who} ${role}`), principalId: principalId(who), role, scope };
    estate.vaults.get(teamOfHsm)?.vault.assign(assignment);
  }
}
