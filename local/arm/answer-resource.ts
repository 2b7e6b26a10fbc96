import { authorised, versionIs, type ArmRequest, type Desk } from './arm-request';
import { operationHeaders } from './answer-operation';
import { ArmError } from './arm-error';
import type { ArmPath } from './arm-path';
import { mustNotBeDenied } from './denials';
import { shown } from './entry';
import { isBeingMade, typeNamed } from './resources';
import { withoutAt } from './json';
import type { ArmResource, ResourceType } from './resource-type';
import { notFound, write } from './write';

/** Reads or writes a resource, or lists a collection. @throws {ArmError} */
export function answerResource(request: ArmRequest, path: ArmPath, desk: Desk): Response {
  const type = typeNamed(path.type);
  if (!type) {
    throw new ArmError(
      404,
      'InvalidResourceType',
      `The resource type '${path.type}' could not be found in its namespace.`,
    );
  }
  versionIs(request, type.apiVersion, type.type);
  if (path.name === undefined) return list(request, path, type, desk);

  const id = request.url.pathname.replace(/\/$/, '');
  authorised(request, type.type, id);
  if (request.method !== 'GET') {
    mustNotBeDenied(request, `${type.type}/write`, id, desk.denials);
    return written(request, id, type, desk);
  }
  const resource = desk.resources.find(id);
  if (!resource) throw notFound(id);
  return Response.json(visible(request, type, resource));
}

function written(request: ArmRequest, id: string, type: ResourceType, desk: Desk): Response {
  const { method, body, ifMatch, failure } = request;
  const asked = { type, id, method, body, ...(ifMatch && { ifMatch }), ...(failure && { failure }) };
  const { status, resource, operation, tells } = write(asked, desk);
  const headers = operation ? operationHeaders(request, operation, tells) : {};
  return Response.json(visible(request, type, resource), { status, headers });
}

/** Without what is only shown when `$expand` names it. */
function visible({ url }: ArmRequest, { expands = [] }: ResourceType, resource: ArmResource): ArmResource {
  const expanded = url.searchParams.get('$expand') ?? '';
  const hidden = expands.filter((name) => !expanded.startsWith(name));
  return { ...resource, properties: hidden.reduce(withoutAt, resource.properties) };
}

/** All members at once: the lists that the app reads are short enough in Azure to come in one page too. */
function list(request: ArmRequest, { parent, scope }: ArmPath, listed: ResourceType, { resources }: Desk): Response {
  const { type } = listed;
  authorised(request, type, parent ?? scope.slice(0, -1));
  if (request.method !== 'GET') throw new ArmError(405, 'MethodNotAllowed', 'A collection is only read.');
  if (parent && !resources.find(parent)) throw new ArmError(404, 'ParentResourceNotFound', `${parent} was not found.`);
  const value = resources
    .below(scope)
    .filter((entry) => entry.type.type === type && !isBeingMade(entry))
    .map((entry) => visible(request, listed, shown(entry)));
  return Response.json({ value });
}
