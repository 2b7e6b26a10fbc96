import { versionIs, type ArmRequest } from './arm-request';

export const permissionsPath =
  /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)\/providers\/Microsoft\.Authorization\/permissions\/?$/i;
const version = '2022-04-01';

/**
 * What the caller may do in a group, by whatever assignment; whoever asks is answered about himself. Source: Microsoft.Authorization
 * 2022-04-01, Permissions_ListForResourceGroup. @throws {ArmError}
 */
export function answerPermissions(request: ArmRequest): Response {
  versionIs(request, version, 'Microsoft.Authorization/permissions');
  const [, scope = ''] = permissionsPath.exec(request.url.pathname) ?? [];
  const value = request.caller.permissions?.(scope) ?? [];
  return Response.json({ value });
}
