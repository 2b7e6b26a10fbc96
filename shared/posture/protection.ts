import { isInManagedHsm } from '../keys/key-url';
import { orRefused } from '../refusal';
import { currentOf, type KeyFacts } from '../rotations/key-facts';
import type { World } from '../world';
import type { KeyPosture } from './key-posture';

/**
 * R5: what protects the current version of a key. The vault is asked once for each version, because nothing changes it; where it
 * refuses nothing is told.
 */
export async function protectionOf(
  { keys }: Pick<World, 'keys'>,
  facts: KeyFacts,
  seen: Pick<KeyPosture, 'version' | 'protection'> | undefined,
): Promise<Pick<KeyPosture, 'protection'>> {
  const current = currentOf(facts);
  if (!current?.enabled) return {};
  if (isInManagedHsm(facts.key)) return { protection: 'hsm' };
  if (seen?.protection && seen.version === current.version) return { protection: seen.protection };
  const found = await orRefused(async () => ({ shape: await keys.shape(facts.key, current.version) }));
  if ('refused' in found) return {};
  return { protection: found.shape.kty.endsWith('-HSM') ? 'hsm' : 'software' };
}
