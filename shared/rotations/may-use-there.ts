import { mayUse, type MayUse } from '../access/may-use';
import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';

const freshForMs = 5 * 60_000;

/** Who may use the key that is to be made; whatever could not be read is not seen. */
export async function mayUseThere(
  { access, policy, now }: Pick<World, 'access' | 'policy' | 'now'>,
  toKey: KeyUrl,
): Promise<MayUse | undefined> {
  const { scope } = await policy();
  const facts = await access.facts(scope, new Date(now().getTime() - freshForMs)).catch(() => undefined);
  return facts && mayUse(facts, toKey);
}
