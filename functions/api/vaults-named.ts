import type { World } from '../../shared/world';
import { nameOfVault } from '../../shared/incidents/vault-name';
import type { AlertSignal } from '../alert-signal';

const keptMs = 5 * 60_000;

/**
 * Vaults of the policy that an alert names. By resource id where Azure Resource Manager shows that of the vault, so that a vault of
 * the same name in another subscription is not taken for it; else by name, which is unique in a cloud.
 */
export async function vaultsNamed(
  { resources, vaults }: Pick<AlertSignal, 'resources' | 'vaults'>,
  { policy, vaults: looked, now }: Pick<World, 'policy' | 'vaults' | 'now'>,
): Promise<string[]> {
  const { scope } = await policy();
  const notOlderThan = new Date(now().getTime() - keptMs);
  const found = await Promise.all(
    scope.vaults.map(async (vault) => {
      if (vaults.includes(vault)) return vault;
      const named = resources.filter((id) => id.split('/').at(-1) === nameOfVault(vault));
      const view = await looked.look(vault, scope, notOlderThan).catch(() => undefined);
      const known = view?.resource?.id.toLowerCase();
      const isIt = known === undefined ? named.length > 0 : resources.includes(known);
      return isIt ? vault : undefined;
    }),
  );
  return found.filter((vault) => vault !== undefined);
}
