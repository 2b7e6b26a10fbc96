import { messageOf } from '../errors';
import type { World } from '../world';
import { type Exporters, exportersOf } from './exporters';

const freshForMs = 5 * 60_000;

type Ports = Pick<World, 'access' | 'policy' | 'now' | 'rightsTaker' | 'ownIdentities'>;

/** Who may carry keys out of these vaults. What cannot be read is said, and holds nothing up. */
export async function lookAtExporters(
  { access, policy, now, rightsTaker, ownIdentities }: Ports,
  vaults: readonly string[],
): Promise<Exporters[]> {
  const at = now().toISOString();
  try {
    const { scope, knownUsers } = await policy();
    const taking = {
      roles: rightsTaker?.roles,
      knownUsers: new Set(knownUsers.map(({ principal }) => principal)),
      own: new Set(ownIdentities),
    };
    const facts = await access.facts(scope, new Date(now().getTime() - freshForMs));
    return vaults.map((vault) => exportersOf(facts, vault, taking));
  } catch (error) {
    return vaults.map((vault) => ({ vault, at, exporters: [], unseen: [messageOf(error)] }));
  }
}
