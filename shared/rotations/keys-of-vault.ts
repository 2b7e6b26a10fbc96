import { vaultOf } from '../keys/key-url';
import type { KeyPosture } from '../posture/key-posture';
import type { World } from '../world';

/** What was last seen of each key of the vault; reads what the vault holds, not the whole estate. */
export async function* keysOfVault({ posture }: Pick<World, 'posture'>, vault: string): AsyncGenerator<KeyPosture> {
  // Before every key of the vault but one that is named by a lone hyphen.
  let from: string | undefined = `${new URL(vault).host}|-`;
  do {
    const { keys, next }: Awaited<ReturnType<World['posture']['list']>> = await posture.list(from);
    for (const key of keys) {
      if (vaultOf(key.url) !== vault) return;
      yield key;
    }
    from = next;
  } while (from !== undefined);
}
