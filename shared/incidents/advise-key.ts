import { shadowUsersAmong } from '../audit/shadow-users';
import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';
import type { Advice } from './advice';
import { adviseMode } from './advise-mode';

/** How far back exports are looked for. Workspaces keep 30 days unless told otherwise; whatever they keep is searched. */
const lookBack = { days: 90 };

/** Searches the audit log of the key. Never throws for a log that cannot be read: that is a doubt. */
export async function adviseKey(
  world: Pick<World, 'audit' | 'dependents' | 'policy' | 'now'>,
  key: KeyUrl,
): Promise<Advice> {
  const now = world.now();
  const from = new Date(now.getTime() - lookBack.days * 86_400_000);
  const reading = await world.audit.read(key, { from, to: now });
  if (reading.is === 'unavailable') return adviseMode({ reading, shadowUsers: [], now });
  const policy = await world.policy();
  const found = await world.dependents.find(key, policy);
  return adviseMode({ reading, shadowUsers: shadowUsersAmong(reading.uses, found, policy.knownUsers), now });
}
