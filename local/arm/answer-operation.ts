import type { ArmRequest, Desk } from './arm-request';
import { ArmError } from './arm-error';
import { operationStatus, type Operation } from './operation';
import type { Write } from './resource-type';

/** Seconds between two looks at an operation. */
const retryAfter = '5';

export const operationPath =
  /^\/subscriptions\/[^/]+\/providers\/[^/]+\/locations\/[^/]+\/(operationStatuses|operationResults)\/([^/]+)\/?$/i;

/**
 * Headers of an answer that begins an operation: the address of its status, and that of its result, which answers 202
 * until it is over; some services give only one of them, or none.
 */
export function operationHeaders(
  { url }: ArmRequest,
  { id, next }: Operation,
  tells: Write['tells'] = ['operation', 'location'],
): Record<string, string> {
  const [, , subscription] = next.id.split('/');
  const namespace = next.type.split('/')[0];
  const place = `${url.origin}/subscriptions/${subscription}/providers/${namespace}/locations/local`;
  return {
    ...(tells.includes('operation') && { 'azure-asyncoperation': `${place}/operationStatuses/${id}${url.search}` }),
    ...(tells.includes('location') && { location: `${place}/operationResults/${id}${url.search}` }),
    'retry-after': retryAfter,
  };
}

/** Answers both addresses of an operation. @throws {ArmError} */
export function answerOperation(request: ArmRequest, { resources }: Desk): Response {
  const [, address = '', id = ''] = operationPath.exec(request.url.pathname) ?? [];
  const known = resources.operation(id);
  if (!known) throw new ArmError(404, 'OperationNotFound', `There is no operation ${id}.`);

  const { operation, ending } = known;
  const waiting = ending ? {} : operationHeaders(request, operation);
  if (address.toLowerCase() === 'operationstatuses') {
    const status = { id: request.url.pathname, ...operationStatus(operation, ending) };
    return Response.json(status, { headers: ending ? {} : { 'retry-after': retryAfter } });
  }
  if (!ending) return new Response(null, { status: 202, headers: waiting });
  if (ending.error) throw new ArmError(409, ending.error.code, ending.error.message);
  return Response.json(resources.find(operation.resource));
}
