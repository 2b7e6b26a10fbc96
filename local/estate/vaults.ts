import type { VaultOptions } from '../key-vault/vault';
import type { AuditTable } from '../log-analytics/tables';
import { company, groupOf, type Team } from './company';

/** A vault or Managed HSM of the estate; each team has one. */
export interface VaultPlan {
  readonly team: Team;
  readonly name: string;
  readonly flavour: VaultOptions['flavour'];
  readonly resourceId: string;
  /** Where its diagnostic setting sends the audit log. */
  readonly auditTable: AuditTable;
}

const vault = (team: Team, flavour: VaultPlan['flavour'], auditTable: AuditTable): VaultPlan => {
  const kind = flavour === 'managed-hsm' ? 'managedHSMs' : 'vaults';
  const name = `${company}-${team}`;
  return {
    team,
    flavour,
    name,
    auditTable,
    resourceId: `${groupOf(team)}/providers/Microsoft.KeyVault/${kind}/${name}`,
  };
};

export const vaults: readonly VaultPlan[] = [
  vault('payments', 'premium', 'AZKVAuditLogs'),
  vault('ledger', 'standard', 'AzureDiagnostics'),
  vault('platform', 'standard', 'AZKVAuditLogs'),
  vault('treasury', 'managed-hsm', 'AZKVAuditLogs'),
  vault('standby', 'premium', 'AZKVAuditLogs'),
];
