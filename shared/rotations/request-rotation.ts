import { keyId, type KeyUrl } from '../keys/key-url';
import type { RequestTable, Service, Workflows } from '../world';
import type { RotationRequest } from './request';

/** Id of the one workflow instance that rotates the key. */
export const rotationInstance = (key: KeyUrl): string => `rotate-${keyId(key)}`;

/**
 * Asks for a rotation: the request is written first, so that none is lost, then the key's workflow is started, or told to
 * look again where it is alive. A request that was served already starts nothing. Throws when neither was possible.
 */
export async function requestRotation(
  { requests, workflows }: { requests: RequestTable; workflows: Workflows },
  request: RotationRequest,
): Promise<Service> {
  const service = await requests.add(request);
  if (service.state !== 'closed') await wakeRotation(workflows, request.key);
  return service;
}

/** Starts the key's workflow, or tells the live one to look again. `repair` also takes up what a rotation left behind. */
export async function wakeRotation(workflows: Workflows, key: KeyUrl, { repair = false } = {}): Promise<void> {
  const instance = rotationInstance(key);
  const started = await workflows.start('rotateKey', instance, { key, repair });
  if (started === 'alive') await workflows.tell(instance, 'request', {});
}
