import type { Policy } from '../policy/policy';
import type { VaultSecret, VaultView } from './vault-view';

/** Vaults as Azure Resource Manager shows them. */
export interface Vaults {
  /** What all vaults share may be as old as `notOlderThan`. Throws what Azure Resource Manager refuses. */
  look(vault: string, scope: Pick<Policy['scope'], 'subscriptions'>, notOlderThan: Date): Promise<VaultView>;
  /** Its secrets by name; undefined where the vault is not seen. A Managed HSM has none. Throws what Azure Resource Manager refuses. */
  secrets(
    vault: string,
    scope: Pick<Policy['scope'], 'subscriptions'>,
    notOlderThan: Date,
  ): Promise<readonly VaultSecret[] | undefined>;
}
