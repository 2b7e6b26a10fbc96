import type { Check } from './checks';
import { directoryRoles } from './directory-roles';
import type { AccessFacts, AccessPolicy } from './facts';
import { type Given, given, type Held } from './holding';
import { roleAllows } from './permits';
import type { Target, TargetVault } from './targets';

const permitted = (policy: AccessPolicy, { permission }: Check): boolean =>
  permission !== undefined && [permission.name, 'all'].some((name) => policy[permission.list].includes(name));

/** What the access policies of a vault give, where it looks at them. */
export const byAccessPolicies = (of: TargetVault): Held[] => {
  if (!of.vault.usesAccessPolicies) return [];
  return of.vault.accessPolicies.map((policy): Held => {
    const { principal, application } = policy;
    const source = { kind: 'access-policy' as const, vault: of.vault.url, ...(application && { application }) };
    const condition = application && `only while it acts through application ${application}`;
    const gives = given([of], ({ check }) => permitted(policy, check));
    return [principal, { source, eligible: false, gives, ...(condition && { condition }) }];
  });
};

/** Local scopes are `/`, `/keys` and `/keys/{name}`; what is about the whole HSM takes the first. */
const coversLocally = (scope: string, { at }: Check, { name }: Target): boolean =>
  scope === '/' || (at === 'object' && (scope === '/keys' || scope === `/keys/${name}`));

/** What the roles of a Managed HSM itself give. */
export const byLocalRoles = (of: TargetVault): Held[] => {
  const { url, localGrants, localRoles } = of.vault;
  return localGrants.flatMap(({ id, principal, role, scope }): Held[] => {
    const definition = localRoles.find((each) => each.id === role);
    if (!definition) return [];
    const source = { kind: 'hsm-assignment' as const, id, role, roleName: definition.name, vault: url, scope };
    const gives = given(
      [of],
      ({ check }, target) =>
        check.action.plane === 'data' && coversLocally(scope, check, target) && roleAllows(definition, check.action),
    );
    return [[principal, { source, eligible: false, gives }]];
  });
};

/** What makes its holder anything that it wants to be. */
const elevation: Check = {
  power: 'grant',
  action: { plane: 'control', name: 'Microsoft.Authorization/elevateAccess/action' },
  at: 'subscription',
};

/** What roles of the directory give without any assignment. */
export const byDirectoryRoles = (
  { directoryRoles: held }: Pick<AccessFacts, 'directoryRoles'>,
  vaults: readonly TargetVault[],
): Held[] => {
  const gives: Given = new Map(vaults.flatMap(({ targets }) => targets.map((target) => [target, [elevation]])));
  return held.flatMap(({ role, holder, eligible = false }): Held[] => {
    const known = directoryRoles.find(({ id, over }) => id === role && over === 'everything');
    if (!known) return [];
    const source = { kind: 'directory-role' as const, role, roleName: known.name };
    return [[holder, { source, eligible, gives }]];
  });
};
