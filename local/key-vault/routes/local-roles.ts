import * as z from 'zod';
import { assignmentNotFound, badParameter } from '../errors';
import { type LocalAssignment, localRoles } from '../local-roles';
import type { Parts } from '../parts';
import { type Call, NoBody, route, type Route } from '../route';

const provider = 'Microsoft.Authorization';

const assignmentOnWire = ({ id, principalId, role, scope }: LocalAssignment) => ({
  id: `${scope === '/' ? '' : scope}/providers/${provider}/roleAssignments/${id}`,
  name: id,
  type: `${provider}/roleAssignments`,
  properties: {
    scope,
    principalId,
    roleDefinitionId: `Microsoft.KeyVault/providers/${provider}/roleDefinitions/${role}`,
  },
});

const roleOnWire = ({ id, name, dataActions }: (typeof localRoles)[number]) => ({
  id: `Microsoft.KeyVault/providers/${provider}/roleDefinitions/${id}`,
  name: id,
  type: `${provider}/roleDefinitions`,
  properties: {
    roleName: name,
    type: 'AKVBuiltInRole',
    description: '',
    assignableScopes: ['/'],
    permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }],
  },
});

const Assigned = z.object({ properties: z.object({ roleDefinitionId: z.string(), principalId: z.string() }) });

/** `/`, `/keys` or `/keys/{name}`, by what stands before the provider. */
const scopeIn = ({ url }: Call): string => {
  const [before = ''] = url.pathname.replaceAll(/\/{2,}/g, '/').split('/providers/');
  return before || '/';
};

const idIn = ({ url }: Call): string => url.pathname.split('/').at(-1) ?? '';

/** What is asked at one scope. */
const routesAt = (scope: string, { assignments }: Parts): Route[] => [
  route({
    operation: 'listRoles',
    method: 'GET',
    path: `${scope}/providers/${provider}/roleDefinitions`,
    body: NoBody,
    answer: () => ({ value: localRoles.map(roleOnWire) }),
  }),
  route({
    operation: 'listAssignments',
    method: 'GET',
    path: `${scope}/providers/${provider}/roleAssignments`,
    body: NoBody,
    answer: (call) => ({
      value: [...assignments.values()].filter((each) => each.scope === scopeIn(call)).map(assignmentOnWire),
    }),
  }),
  route({
    operation: 'assign',
    method: 'PUT',
    path: `${scope}/providers/${provider}/roleAssignments/:id`,
    body: Assigned,
    answer(call, { properties: { roleDefinitionId, principalId } }) {
      const role = roleDefinitionId.split('/').at(-1) ?? '';
      if (!localRoles.some(({ id }) => id === role)) throw badParameter(`There is no local role ${role}.`);
      const made = { id: idIn(call), principalId, role, scope: scopeIn(call) };
      assignments.set(made.id, made);
      return assignmentOnWire(made);
    },
  }),
  route({
    operation: 'unassign',
    method: 'DELETE',
    path: `${scope}/providers/${provider}/roleAssignments/:id`,
    body: NoBody,
    answer(call) {
      const found = assignments.get(idIn(call));
      if (!found) throw assignmentNotFound(idIn(call));
      assignments.delete(found.id);
      return assignmentOnWire(found);
    },
  }),
];

/** Local roles of a Managed HSM; a vault has none. Presumed: a list holds what is at its scope only. */
export const localRoleRoutes = (parts: Parts): Route[] =>
  parts.settings.flavour === 'managed-hsm'
    ? ['', '/keys', '/keys/:key'].flatMap((scope) => routesAt(scope, parts))
    : [];
