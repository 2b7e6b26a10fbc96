import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';
import { keysOfVault } from './keys-of-vault';

/** A key that no sweep has seen for this long is no longer listed by its vault: sweeps come more often. */
const unseenMs = 3_600_000;

/** Keys of the vault that were looked after, and that it does not list any more: deleted, most likely. */
export async function missingKeys(world: Pick<World, 'posture' | 'now'>, vault: string): Promise<KeyUrl[]> {
  const missing: KeyUrl[] = [];
  for await (const { url, asOf } of keysOfVault(world, vault))
    if (world.now().getTime() - Date.parse(asOf) >= unseenMs) missing.push(url);
  return missing;
}
