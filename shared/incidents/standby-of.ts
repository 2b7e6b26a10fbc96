import { remembering } from '../access/holding';
import { messageOf } from '../errors';
import { type KeyUrl, vaultOf } from '../keys/key-url';
import { classOf } from '../policy/class-of';
import { standbyFor } from '../policy/standby';
import type { World } from '../world';
import type { Tagged } from './urgency';

/** Where a key may go: a clean vault; nowhere, by the policy; or nobody knows, since the region of its vault could not be asked for. */
export interface Place {
  readonly vault?: string;
  readonly unseen?: string;
}

const regionsKeptMs = 5 * 60_000;

/** A vault never moves: what was once read of it will do, also while Azure Resource Manager answers nobody. */
const however = new Date(0);

/** The clean vault that the policy names for each key. Regions are asked for only where they matter, and once for each vault. */
export async function standbysOf(
  { policy: inForce, vaults, now }: Pick<World, 'policy' | 'vaults' | 'now'>,
  keys: readonly Tagged[],
): Promise<ReadonlyMap<KeyUrl, Place>> {
  const policy = await inForce();
  const needsRegion = policy.standby.some(({ regions }) => regions !== undefined);
  const since = new Date(now().getTime() - regionsKeptMs);
  const look = async (vault: string, notOlderThan: Date): Promise<{ region?: string; unseen?: string }> => {
    try {
      const { region } = (await vaults.look(vault, policy.scope, notOlderThan)).resource ?? {};
      return region === undefined ? {} : { region };
    } catch (error) {
      return { unseen: messageOf(error) };
    }
  };
  const regionOf = remembering(async (vault: string) => {
    if (!needsRegion) return {};
    const known = await look(vault, however);
    return known.region === undefined ? look(vault, since) : known;
  });
  const placed = keys.map(async ({ key, tags }): Promise<readonly [KeyUrl, Place]> => {
    const vault = vaultOf(key);
    const { region, unseen } = await regionOf(vault);
    const place = standbyFor(policy.standby, { vault, region, class: classOf(policy, key, tags)?.name });
    if (place !== undefined) return [key, { vault: place }];
    return [key, unseen === undefined ? {} : { unseen }];
  });
  return new Map(await Promise.all(placed));
}
