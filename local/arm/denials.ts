import { ArmError } from './arm-error';
import { authorised, versionIs, type ArmRequest, type Desk } from './arm-request';
import type { Denial } from './governance';

export const denialsPath = /^\/subscriptions\/[^/]+\/providers\/Microsoft\.Authorization\/denyAssignments\/?$/i;
const version = '2022-04-01';
const type = 'Microsoft.Authorization/denyAssignments';
const everyone = '00000000-0000-0000-0000-000000000000';

/** All in the subscription, those of its groups too. @throws {ArmError} */
export function answerDenials(request: ArmRequest, { denials }: Desk): Response {
  versionIs(request, version, type);
  const scope = request.url.pathname.split('/').slice(0, 3).join('/').toLowerCase();
  authorised(request, type, scope);
  const value = denials
    .filter((denial) => `${denial.scope.toLowerCase()}/`.startsWith(`${scope}/`))
    .map((denial, number) => onWire(denial, number));
  return Response.json({ value });
}

/** @throws {ArmError} when a deny assignment forbids the caller the action there */
export function mustNotBeDenied({ caller }: ArmRequest, action: string, id: string, denials: readonly Denial[]): void {
  const hit = denials.find(
    ({ scope, excluded = [], actions, notActions = [] }) =>
      `${id.toLowerCase()}/`.startsWith(`${scope.toLowerCase()}/`) &&
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

function fits(pattern: string, action: string): boolean {
  const [start = '', ...rest] = pattern.toLowerCase().split('*');
  const end = rest.at(-1);
  const text = action.toLowerCase();
  return end === undefined ? text === start : text.startsWith(start) && text.endsWith(end);
}

const onWire = ({ name, scope, actions, notActions = [], excluded = [] }: Denial, number: number) => ({
  id: `${scope}/providers/${type}/${number}`,
  name: String(number),
  type,
  properties: {
    denyAssignmentName: name,
    description: '',
    scope,
    permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
    doNotApplyToChildScopes: false,
    principals: [{ id: everyone, type: 'SystemDefined' }],
    excludePrincipals: excluded.map((id) => ({ id, type: 'ServicePrincipal' })),
    isSystemProtected: true,
  },
});
