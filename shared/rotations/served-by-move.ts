import { vaultOf } from '../keys/key-url';
import type { RotationRecord } from './record';
import { isEmergency, type RotationRequest } from './request';

/**
 * Whether the move to a key in a clean vault answers this emergency as well, also when that key is made already: whoever reached
 * the old key does not reach it, so that it cannot be what leaked. To be led back to the old vault would help the thief. Pure.
 */
export const isServedByMove = (
  { toKey, newDataKeysSince }: Pick<RotationRecord, 'toKey' | 'newDataKeysSince'>,
  { cause, cleanVault, newDataKeys, requestedAt }: RotationRequest,
): boolean => {
  if (toKey === undefined || !isEmergency(cause)) return false;
  if (cleanVault !== undefined && cleanVault !== vaultOf(toKey)) return false;
  return !newDataKeys || (newDataKeysSince !== undefined && newDataKeysSince >= requestedAt);
};
