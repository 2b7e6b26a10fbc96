import * as z from 'zod';
import { ArmError } from '../arm-error';
import { authorised, mayDo, versionIs, type ArmRequest, type Desk } from '../arm-request';
import { denialOnWire } from '../denials';
import type { RoleAssignment } from './authorization';
import type { RoleDefinition } from './role-definition';

export const authorizationPath =
  /^(.*)\/providers\/Microsoft\.Authorization\/(roleAssignments|roleDefinitions|roleEligibilityScheduleInstances|denyAssignments)(?:\/([^/]+))?\/?$/i;

const provider = 'Microsoft.Authorization';
const versions: Record<string, string> = {
  roleassignments: '2022-04-01',
  roledefinitions: '2022-04-01',
  denyassignments: '2022-04-01',
  roleeligibilityscheduleinstances: '2020-10-01',
};

/** A definition's id, as it is told from a subscription. */
const definitionId = (scope: string, role: string): string => {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  return `${subscription}/providers/${provider}/roleDefinitions/${role}`;
};

const idAt = (scope: string, list: string, name: string): string =>
  `${scope === '/' ? '' : scope}/providers/${provider}/${list}/${name}`;

const grantOnWire = (list: string) => (grant: RoleAssignment) => {
  const { id, principalId, principalType, role, scope, condition } = grant;
  return {
    id: idAt(scope, list, id),
    name: id,
    type: `${provider}/${list}`,
    properties: {
      roleDefinitionId: definitionId(scope, role),
      principalId,
      principalType,
      scope,
      condition: condition ?? null,
      ...(list !== 'roleAssignments' && { status: 'Provisioned', memberType: 'Direct' }),
    },
  };
};

const roleOnWire = (scope: string) => (role: RoleDefinition) => ({
  id: definitionId(scope, role.id),
  name: role.id,
  type: `${provider}/roleDefinitions`,
  properties: {
    roleName: role.name,
    type: role.custom ? 'CustomRole' : 'BuiltInRole',
    description: '',
    assignableScopes: role.assignableScopes ?? ['/'],
    permissions: role.permissions,
  },
});

const Body = z.object({
  properties: z.object({
    roleDefinitionId: z.string(),
    principalId: z.string(),
    principalType: z.enum(['User', 'Group', 'ServicePrincipal']).default('User'),
    condition: z.string().nullish(),
  }),
});

/** A condition may ask whose it is, so it is looked for first; one that lies elsewhere is not there. @throws {ArmError} */
const deleteAssignment = (request: ArmRequest, id: string, scope: string, { authorization, onRevoked }: Desk) => {
  const named = authorization.assignments.get(id);
  const assignment = named?.scope.toLowerCase() === scope.toLowerCase() ? named : undefined;
  mayDo(request, `${provider}/roleAssignments/delete`, scope, assignment);
  if (!assignment) return new Response(null, { status: 204 });
  authorization.revoke(id);
  onRevoked(assignment, request.caller.principal);
  return Response.json(grantOnWire('roleAssignments')(assignment));
};

/** Makes a role assignment. @throws {ArmError} */
const writeAssignment = (request: ArmRequest, id: string, scope: string, { authorization }: Desk) => {
  const { body } = request;
  mayDo(request, `${provider}/roleAssignments/write`, scope);
  const { properties } = Body.parse(body);
  const { condition, roleDefinitionId, ...who } = properties;
  const role = roleDefinitionId.split('/').at(-1) ?? '';
  if (!authorization.roles.has(role)) throw new ArmError(400, 'InvalidRoleDefinitionId', `There is no role ${role}.`);
  const assignment = { id, scope, role, ...who, ...(condition && { condition }) };
  authorization.assign(assignment);
  return Response.json(grantOnWire('roleAssignments')(assignment), { status: 201 });
};

/** What is at the scope, above and below; with the filter `atScope()`, without what is below. Of roles it is the other way round. */
const listed = (kind: string, scope: string, { url }: ArmRequest, { authorization, denials }: Desk) => {
  const filter = url.searchParams.get('$filter') ?? '';
  const isSeen = (each: { readonly scope: string }) =>
    filter.includes('atScope()')
      ? authorization.isAbove(each.scope, scope)
      : authorization.isSeenFrom(each.scope, scope);
  const isAssignable = ({ assignableScopes = ['/'] }: RoleDefinition) =>
    assignableScopes.some((at) =>
      filter.includes('atScopeAndBelow()') ? authorization.isSeenFrom(at, scope) : authorization.isAbove(at, scope),
    );
  const grants = (all: ReadonlyMap<string, RoleAssignment>, list: string) =>
    [...all.values()].filter(isSeen).map(grantOnWire(list));
  if (kind === 'roleassignments') return grants(authorization.assignments, 'roleAssignments');
  if (kind === 'roledefinitions') return [...authorization.roles.values()].filter(isAssignable).map(roleOnWire(scope));
  if (kind === 'denyassignments') return denials.filter(isSeen).map(denialOnWire);
  return grants(authorization.eligibilities, 'roleEligibilityScheduleInstances');
};

const askedIn = ({ pathname }: URL) => {
  const [, scope, list = '', name] = authorizationPath.exec(pathname) ?? [];
  return { scope: scope || '/', list, kind: list.toLowerCase(), name };
};

/** Lists who may do what, or changes it. @throws {ArmError} */
export function answerAuthorization(request: ArmRequest, desk: Desk): Response {
  const { scope, list, kind, name } = askedIn(request.url);
  versionIs(request, versions[kind] ?? '', `${provider}/${list}`);
  if (request.method !== 'GET') {
    if (kind !== 'roleassignments' || !name) throw new ArmError(405, 'MethodNotAllowed', `${list} are only read.`);
    return request.method === 'DELETE'
      ? deleteAssignment(request, name, scope, desk)
      : writeAssignment(request, name, scope, desk);
  }
  authorised(request, `${provider}/${list}`, scope);
  const value = listed(kind, scope, request, desk);
  if (!name) return Response.json({ value });
  const one = value.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!one) throw new ArmError(404, `${list.replace(/s$/, '')}NotFound`, `There is no ${name} at ${scope}.`);
  return Response.json(one);
}
