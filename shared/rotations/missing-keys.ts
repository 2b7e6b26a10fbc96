import { vaultOf, type KeyUrl } from '../keys/key-url';
import type { World } from '../world';

/** A key that no sweep has seen for this long is no longer listed by its vault: sweeps come more often. */
const unseenMs = 3_600_000;

/** Keys of the vault that were looked after, and that it does not list any more: deleted, most likely. */
export async function missingKeys({ posture, now }: Pick<World, 'posture' | 'now'>, vault: string): Promise<KeyUrl[]> {
  const missing: KeyUrl[] = [];
  let from: string | undefined;
  do {
    const { keys, next } = await posture.list(from);
    const unseen = keys.filter(({ asOf }) => now().getTime() - Date.parse(asOf) >= unseenMs);
    missing.push(...unseen.map(({ url }) => url).filter((url) => vaultOf(url) === vault));
    from = next;
  } while (from !== undefined);
  return missing;
}
