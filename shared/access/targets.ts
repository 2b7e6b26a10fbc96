import { type Check, type CheckedAt, checksOf } from './checks';
import type { AccessFacts, VaultFacts } from './facts';
import type { Reached } from './reach';
import { subscriptionIn } from './scope';

/** An action on one object, and the scope of Azure Resource Manager at which it is checked. */
export interface Question {
  readonly check: Check;
  readonly scope: string;
}

/** A key, certificate or vault, with everything that is asked about it. */
export interface Target extends Omit<Reached, 'paths'> {
  readonly name: string;
  readonly questions: readonly Question[];
}

/** The objects of one vault. */
export interface TargetVault {
  readonly vault: VaultFacts;
  readonly targets: readonly Target[];
}

/** Where nobody has an assignment: Azure Resource Manager does not show the vault to us. */
const nowhere = 'unknown';

const scopesOf = ({ resource = nowhere }: VaultFacts, list: string, name: string): Record<CheckedAt, string> => ({
  object: `${resource}/${list}/${name}`.toLowerCase(),
  secret: `${resource}/secrets/${name}`.toLowerCase(),
  vault: resource,
  subscription: `/subscriptions/${subscriptionIn(resource) ?? nowhere}`,
});

const targetIn = (vault: VaultFacts, kind: Reached['kind'], name: string): Target => {
  const list = kind === 'certificate' ? 'certificates' : 'keys';
  const scopes = scopesOf(vault, list, name);
  return {
    id: kind === 'vault' ? vault.url : `${vault.url}/${list}/${name}`,
    kind,
    vault: vault.url,
    name: name.toLowerCase(),
    questions: checksOf(kind, vault).map((check) => ({ check, scope: scopes[check.at] })),
  };
};

/** Everything that can be reached, vault by vault. */
export const targetsOf = ({ vaults }: Pick<AccessFacts, 'vaults'>): readonly TargetVault[] =>
  vaults.map((vault) => ({
    vault,
    targets: [
      targetIn(vault, 'vault', ''),
      ...vault.keys.map((name) => targetIn(vault, 'key', name)),
      ...vault.certificates.map((name) => targetIn(vault, 'certificate', name)),
    ],
  }));
