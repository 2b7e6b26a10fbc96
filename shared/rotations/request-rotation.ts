import { keyId, type KeyUrl } from '../keys/key-url';
import type { RequestTable, Service, Workflows } from '../world';
import { isEmergency, type RotationRequest } from './request';

/** Id of the one workflow instance that rotates the key. */
export const rotationInstance = (key: KeyUrl): string => `rotate-${keyId(key)}`;

/**
 * Asks for a rotation: the request is written first, so that none is lost, then the key's workflow is started, or told to
 * look again where it is alive. A request that was served already starts nothing, and one that is known already tells
 * nothing unless it is an emergency: a flood of equal events must not make a live workflow look as often. Throws when it could not start or tell.
 */
export async function requestRotation(
  { requests, workflows }: { requests: RequestTable; workflows: Workflows },
  request: RotationRequest,
): Promise<Service> {
  const known = await requests.get(request.id);
  const service = await requests.add(request);
  if (service.state === 'closed') return service;
  const started = await startRotation(workflows, request.key);
  if (started === 'alive' && (!known || isEmergency(request.cause)))
    await workflows.tell(rotationInstance(request.key), 'request', {});
  return service;
}

/** Starts the key's workflow unless it is alive. */
export const startRotation = (workflows: Workflows, key: KeyUrl): Promise<'started' | 'alive'> =>
  workflows.start('rotateKey', rotationInstance(key), { key });

/** Has what the key's last rotation left behind taken up; a live workflow does so when it has nothing else to do. */
export async function repairRotation(workflows: Workflows, key: KeyUrl): Promise<void> {
  const started = await workflows.start('rotateKey', rotationInstance(key), { key, repair: true });
  if (started === 'alive') await workflows.tell(rotationInstance(key), 'request', {});
}
