import { hashOf } from '../../../shared/hash';
import { keyId, KeyUrl } from '../../../shared/keys/key-url';
import type { Move } from '../../../shared/dependents/dependent';
import type { RotationRecord } from '../../../shared/rotations/record';
import type { RotationRequest } from '../../../shared/rotations/request';
import { aRecord, aRequest, today, versionId } from '../../examples';

export const keyNamed = (name: string): KeyUrl => KeyUrl.parse(`https://payments.vault.azure.net/keys/${name}`);

/** A rotation id as the product makes them: the key's id, a dash, 16 hexadecimal digits. */
export const rotationIdOf = (key: KeyUrl, name: string): string => `${keyId(key)}-${hashOf(name).slice(0, 16)}`;

export const requestOf = (key: KeyUrl, name: string, how: Partial<RotationRequest> = {}): RotationRequest =>
  aRequest({ id: `${keyId(key)}-${name}`, key, ...how });

export const recordOf = (key: KeyUrl, name: string, how: Partial<RotationRecord> = {}): RotationRecord =>
  aRecord({ id: rotationIdOf(key, name), key, ...how });

export const aMove = (dependent: string, how: Partial<Move> = {}): Move => ({
  dependent,
  type: 'Microsoft.Storage/storageAccounts',
  to: versionId('b'),
  proof: 'read-back',
  state: 'settled',
  startedAt: today.toISOString(),
  at: today.toISOString(),
  ...how,
});
