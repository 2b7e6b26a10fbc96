import type { KeyUrl } from '../keys/key-url';
import { vaultOf } from '../keys/key-url';
import { classOf } from '../policy/class-of';
import { standbyFor } from '../policy/standby';
import type { World } from '../world';
import type { Tagged } from './urgency';

const regionsKeptMs = 5 * 60_000;

/** The clean vault that the policy names for the key. The region of its own vault is asked for only where that matters. */
export async function standbyOf(
  world: Pick<World, 'policy' | 'vaults' | 'now'>,
  { key, tags }: Tagged,
): Promise<string | undefined> {
  const policy = await world.policy();
  const vault = vaultOf(key);
  const name = classOf(policy, key, tags)?.name;
  const needsRegion = policy.standby.some(({ regions }) => regions !== undefined);
  return standbyFor(policy.standby, { vault, class: name, ...(needsRegion && { region: await regionOf(world, key) }) });
}

async function regionOf(
  { policy, vaults, now }: Pick<World, 'policy' | 'vaults' | 'now'>,
  key: KeyUrl,
): Promise<string | undefined> {
  const { scope } = await policy();
  const view = await vaults.look(vaultOf(key), scope, new Date(now().getTime() - regionsKeptMs)).catch(() => undefined);
  return view?.resource?.region;
}
