import { remembering } from '../access/holding';
import { type KeyUrl, vaultOf } from '../keys/key-url';
import { classOf } from '../policy/class-of';
import { standbyFor } from '../policy/standby';
import type { World } from '../world';
import type { Tagged } from './urgency';

const regionsKeptMs = 5 * 60_000;

/** The clean vault that the policy names for each key. Regions are asked for only where they matter, and once for each vault. */
export async function standbysOf(
  { policy: inForce, vaults, now }: Pick<World, 'policy' | 'vaults' | 'now'>,
  keys: readonly Tagged[],
): Promise<ReadonlyMap<KeyUrl, string | undefined>> {
  const policy = await inForce();
  const needsRegion = policy.standby.some(({ regions }) => regions !== undefined);
  const since = new Date(now().getTime() - regionsKeptMs);
  const regionOf = remembering(async (vault: string) => {
    const view = needsRegion ? await vaults.look(vault, policy.scope, since).catch(() => undefined) : undefined;
    return view?.resource?.region;
  });
  const placed = keys.map(async ({ key, tags }) => {
    const vault = vaultOf(key);
    const fugitive = { vault, region: await regionOf(vault), class: classOf(policy, key, tags)?.name };
    return [key, standbyFor(policy.standby, fugitive)] as const;
  });
  return new Map(await Promise.all(placed));
}
