import granted from '../../infra/generated/rights.json';
import { stableId } from '../identity/stable-id';
import { containIdentity, rewrapIdentity } from './company';
import { vaults } from './vaults';

const { actions, roles } = granted.contain;

/** The role of the identity that takes rights away, as the template makes it. */
export const containRole = {
  id: stableId('role rewrap contain'),
  name: 'Rewrap contain (halden)',
  permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
};

const its = '@Resource[Microsoft.Authorization/roleAssignments';
const ours = [rewrapIdentity.principalId, containIdentity.principalId];
const condition =
  `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR (` +
  `${its}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.join(', ')}} AND ` +
  `${its}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'User', 'Group'} AND ` +
  `${its}:PrincipalId] ForAnyOfAllValues:GuidNotEquals {${ours.join(', ')}}))`;

/** Its assignment at each vault, under the condition that the template writes. */
export const containAssignments = vaults
  .filter(({ flavour }) => flavour !== 'managed-hsm')
  .map(({ name, resourceId: scope }) => ({
    id: stableId(`contain ${name}`),
    principalId: containIdentity.principalId,
    principalType: 'ServicePrincipal' as const,
    role: containRole.id,
    scope,
    condition,
  }));
