import { answerOperation, operationPath } from './answer-operation';
import { answerResource } from './answer-resource';
import { ArmError } from './arm-error';
import { parseArmPath } from './arm-path';
import { authorised, versionIs, type ArmRequest, type Desk } from './arm-request';
import { shown } from './entry';
import { askGraph, graphPath, graphVersion } from './graph/resource-graph';

/** Finds out what the path is about. @throws {ArmError} */
export function answer(request: ArmRequest, desk: Desk): Response {
  const { pathname } = request.url;
  if (pathname.toLowerCase() === graphPath.toLowerCase()) return answerGraph(request, desk);
  if (subscriptionPath.test(pathname)) return answerSubscription(request, desk);
  if (operationPath.test(pathname)) return answerOperation(request, desk);
  const path = parseArmPath(pathname);
  if (path) return answerResource(request, path, desk);
  throw new ArmError(404, 'NotFound', `The local Azure Resource Manager knows no path ${pathname}.`);
}

function answerGraph(request: ArmRequest, { resources, graphDelaySeconds, now }: Desk): Response {
  if (request.method !== 'POST') throw new ArmError(405, 'MethodNotAllowed', 'Resource Graph is asked with POST.');
  versionIs(request, graphVersion, 'Microsoft.ResourceGraph/resources');
  const seen = new Date(now().getTime() - graphDelaySeconds * 1000);
  return Response.json(askGraph(request.body, resources, seen, request.caller));
}

const subscriptionPath = /^\/subscriptions\/[^/]+\/?$/i;
const subscriptionVersion = '2022-12-01';

function answerSubscription(request: ArmRequest, { resources, subscriptions }: Desk): Response {
  const asked = request.url.pathname.split('/')[2] ?? '';
  versionIs(request, subscriptionVersion, 'Microsoft.Resources/subscriptions');
  const populated = resources.all().map((entry) => parseArmPath(shown(entry).id)?.subscription ?? '');
  const known = [...subscriptions, ...populated].find((each) => each.toLowerCase() === asked.toLowerCase());
  if (!known) throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${asked}' could not be found.`);

  const id = `/subscriptions/${known}`;
  authorised(request, 'Microsoft.Resources/subscriptions', id);
  return Response.json({ id, subscriptionId: known, displayName: known, state: 'Enabled' });
}
