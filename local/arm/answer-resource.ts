import { authorised, versionIs, type ArmRequest, type Desk } from './arm-request';
import { operationHeaders } from './answer-operation';
import { ArmError } from './arm-error';
import type { ArmPath } from './arm-path';
import { shown } from './entry';
import { isBeingMade, typeNamed } from './resources';
import type { ResourceType } from './resource-type';
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
  if (request.method !== 'GET') return written(request, id, type, desk);
  const resource = desk.resources.find(id);
  if (!resource) throw notFound(id);
  return Response.json(resource);
}

function written(request: ArmRequest, id: string, type: ResourceType, desk: Desk): Response {
  const { method, body, failure } = request;
  const { status, resource, operation } = write({ type, id, method, body, ...(failure && { failure }) }, desk);
  return Response.json(resource, { status, headers: operation ? operationHeaders(request, operation) : {} });
}

/** All members at once: the lists that the app reads are short enough in Azure to come in one page too. */
function list(request: ArmRequest, { parent, scope }: ArmPath, { type }: ResourceType, { resources }: Desk): Response {
  authorised(request, type, parent ?? scope.slice(0, -1));
  if (request.method !== 'GET') throw new ArmError(405, 'MethodNotAllowed', 'A collection is only read.');
  if (parent && !resources.find(parent)) throw new ArmError(404, 'ParentResourceNotFound', `${parent} was not found.`);
  const value = resources
    .below(scope)
    .filter((entry) => entry.type.type === type && !isBeingMade(entry))
    .map(shown);
  return Response.json({ value });
}
