import { actionAt, answerAction, answerResult } from './answer-action';
import { answerOperation, operationPath } from './answer-operation';
import { answerResource } from './answer-resource';
import { answerSubscription, answerSubscriptions, subscriptionPath } from './answer-subscription';
import { ArmError } from './arm-error';
import { parseArmPath } from './arm-path';
import { versionIs, type ArmRequest, type Desk } from './arm-request';
import { answerAuthorization, authorizationPath } from './authorization/answer-authorization';
import { answerPermissions, permissionsPath } from './permissions';
import { answerGroup, groupPath } from './resource-groups';
import { askGraph, graphPath, graphVersion } from './graph/resource-graph';

/** Finds out what the path is about. @throws {ArmError} */
export function answer(request: ArmRequest, desk: Desk): Response {
  const { pathname } = request.url;
  if (pathname.toLowerCase() === graphPath.toLowerCase()) return answerGraph(request, desk);
  if (/^\/subscriptions\/?$/i.test(pathname)) return answerSubscriptions(request, desk);
  if (subscriptionPath.test(pathname)) return answerSubscription(request, desk);
  if (groupPath.test(pathname)) return answerGroup(request, desk);
  if (permissionsPath.test(pathname)) return answerPermissions(request);
  if (authorizationPath.test(pathname)) return answerAuthorization(request, desk);
  if (operationPath.test(pathname)) return answerOperation(request, desk);
  return answerPath(request, desk);
}

/** A resource, a collection, an action on a resource, or the result of one. */
function answerPath(request: ArmRequest, desk: Desk): Response {
  const { pathname } = request.url;
  const path = parseArmPath(pathname);
  if (!path) throw new ArmError(404, 'NotFound', `The local Azure Resource Manager knows no path ${pathname}.`);
  const asked = actionAt(path);
  if (asked) return answerAction(request, asked, desk);
  return answerResult(request, desk) ?? answerResource(request, path, desk);
}

function answerGraph(request: ArmRequest, { resources, graphDelaySeconds, now }: Desk): Response {
  if (request.method !== 'POST') throw new ArmError(405, 'MethodNotAllowed', 'Resource Graph is asked with POST.');
  versionIs(request, graphVersion, 'Microsoft.ResourceGraph/resources');
  const seen = new Date(now().getTime() - graphDelaySeconds * 1000);
  return Response.json(askGraph(request.body, resources, seen, request.caller));
}
