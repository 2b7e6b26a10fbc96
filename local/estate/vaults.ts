import type { VaultOptions } from '../key-vault/vault';
import { company, groupOf, type Team } from './company';

/** A vault or Managed HSM of the estate; each team has one. */
export interface VaultPlan {
  readonly team: Team;
  readonly name: string;
  readonly flavour: VaultOptions['flavour'];
  readonly resourceId: string;
}

const vault = (team: Team, flavour: VaultPlan['flavour']): VaultPlan => {
  const kind = flavour === 'managed-hsm' ? 'managedHSMs' : 'vaults';
  const name = `${company}-${team}`;
  return { team, flavour, name, resourceId: `${groupOf(team)}/providers/Microsoft.KeyVault/${kind}/${name}` };
};

export const vaults: readonly VaultPlan[] = [
  vault('payments', 'premium'),
  vault('ledger', 'standard'),
  vault('platform', 'standard'),
  vault('treasury', 'managed-hsm'),
];
