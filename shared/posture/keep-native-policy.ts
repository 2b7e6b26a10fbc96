import { keyInTrouble } from '../alerts/wording';
import { RewrapError } from '../errors';
import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';
import type { NativeWish } from './native-wish';

/**
 * Has the vault hold the rotation policy that the key's class wants. Answers which difference it has ended: the same one is
 * never ended twice, because then somebody else, most often infrastructure code, wants it otherwise. Where it is refused people
 * hear of it, and the next sweep tries again.
 */
export async function keepNativePolicy(
  { keys, alerts, now }: Pick<World, 'keys' | 'alerts' | 'now'>,
  key: KeyUrl,
  { policy, id }: NativeWish,
): Promise<{ nativePolicySet?: string }> {
  try {
    await keys.setNativePolicy(key, policy);
    return { nativePolicySet: id };
  } catch (error) {
    if (!(error instanceof RewrapError) || error.status === 503) throw error;
    await alerts.raise(keyInTrouble(key, `its rotation policy could not be set: ${error.message}`, now()));
    return {};
  }
}
