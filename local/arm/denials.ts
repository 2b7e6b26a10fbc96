import { ArmError } from './arm-error';
import type { ArmRequest } from './arm-request';
import type { Denial } from './governance';

const type = 'Microsoft.Authorization/denyAssignments';
const everyone = '00000000-0000-0000-0000-000000000000';

/** @throws {ArmError} when a deny assignment forbids the caller the action there */
export function mustNotBeDenied({ caller }: ArmRequest, action: string, id: string, denials: readonly Denial[]): void {
  const hit = denials.find(
    ({ scope, principals = [caller.principal], excluded = [], actions, notActions = [] }) =>
      `${id.toLowerCase()}/`.startsWith(`${scope.toLowerCase()}/`) &&
      principals.includes(caller.principal) &&
      !excluded.includes(caller.principal) &&
      actions.some((pattern) => fits(pattern, action)) &&
      !notActions.some((pattern) => fits(pattern, action)),
  );
  if (!hit) return;
  const who = `The client '${caller.principal}' with object id '${caller.principal}'`;
  const may = `has permission to perform action '${action}' on scope '${id}'`;
  const but = `however, the access is denied because of the deny assignment with name '${hit.name}'`;
  throw new ArmError(403, 'DenyAssignmentAuthorizationFailed', `${who} ${may}; ${but} at scope '${hit.scope}'.`);
}

/** Whether a pattern of a role or a deny assignment covers the action. */
export function fits(pattern: string, action: string): boolean {
  const [start = '', ...rest] = pattern.toLowerCase().split('*');
  const end = rest.at(-1);
  const text = action.toLowerCase();
  return end === undefined ? text === start : text.startsWith(start) && text.endsWith(end);
}

export const denialOnWire = (denial: Denial, number: number) => {
  const {
    name,
    scope,
    actions,
    notActions = [],
    dataActions = [],
    notDataActions = [],
    principals,
    excluded = [],
  } = denial;
  return {
    id: `${scope}/providers/${type}/${number}`,
    name: String(number),
    type,
    properties: {
      denyAssignmentName: name,
      description: '',
      scope,
      permissions: [{ actions, notActions, dataActions, notDataActions }],
      doNotApplyToChildScopes: false,
      principals: principals?.map((id) => ({ id, type: 'User' })) ?? [{ id: everyone, type: 'SystemDefined' }],
      excludePrincipals: excluded.map((id) => ({ id, type: 'ServicePrincipal' })),
      isSystemProtected: true,
    },
  };
};
