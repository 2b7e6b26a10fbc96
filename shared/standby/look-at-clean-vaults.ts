import type { Found } from '../doctor/diagnosis';
import { inBatches } from '../dependents/in-batches';
import { type KeyUrl, vaultOf } from '../keys/key-url';
import type { World } from '../world';
import { readAccess } from './access-read';
import { sameHands } from './same-hands';
import { lookAtPlace } from './stand-ins';
import { unfit } from './unfit';

const freshForMs = 5 * 60_000;

/** A key, and where its successor is to be made. */
interface Flight {
  readonly key: KeyUrl;
  readonly cleanVault?: string;
}

/** What is wrong with the clean vaults of an emergency, each thing once: nobody has time to ask the doctor then. */
export async function lookAtCleanVaults(
  world: Pick<World, 'vaults' | 'access' | 'policy' | 'now' | 'ownIdentities'>,
  flights: readonly Flight[],
): Promise<Found[]> {
  const cleanVaults = new Set(flights.flatMap(({ cleanVault }) => cleanVault ?? []));
  if (cleanVaults.size === 0) return [];
  const policy = await world.policy();
  const since = new Date(world.now().getTime() - freshForMs);
  const access = await readAccess(world, policy, since);
  const found = await inBatches([...cleanVaults], 1, async (standby) => {
    const left = flights.filter(({ cleanVault }) => cleanVault === standby).map(({ key }) => vaultOf(key));
    const standsInFor = [...new Set(left)];
    const [clean, ...others] = await inBatches([standby, ...standsInFor], 10, (vault) =>
      lookAtPlace(world, vault, { policy, notOlderThan: since }),
    );
    if (!clean) return [];
    return [
      ...unfit({ standby: clean, entries: [], standsInFor: others }),
      ...sameHands(access, { standby, standsInFor, own: world.ownIdentities }),
    ];
  });
  return found.flat();
}
