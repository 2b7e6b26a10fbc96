import { hashOf } from '../hash';
import { keyId, type KeyUrl } from '../keys/key-url';
import type { RotationRecord } from './record';

/**
 * The operation id: a hash of canonical key, version rotated from, and generation, which counts the rotations from that
 * version that came before (one that was parked, say). It starts with the key's id, by which records are kept together.
 */
export function rotationId(key: KeyUrl, from: string, records: readonly RotationRecord[]): string {
  const generation = records.filter((record) => record.from === from).length;
  return `${keyId(key)}-${hashOf(key, from, String(generation)).slice(0, 16)}`;
}
