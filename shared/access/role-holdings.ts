import type { Check } from './checks';
import type { AccessFacts, Denial, Role } from './facts';
import { type Given, given, type Held, remembering } from './holding';
import { permits, roleAllows } from './permits';
import { covers } from './scope';
import type { TargetVault } from './targets';

/** Whether something at the scope can matter to the vault: it is above it, or inside. */
const touches =
  (scope: string, above: AccessFacts['above']) =>
  ({ vault: { resource } }: TargetVault): boolean =>
    resource !== undefined && (covers(scope, resource, above) || scope.startsWith(`${resource}/`));

/** A vault looks at roles for the data in it, or at its access policies, never at both; a Managed HSM at its own roles. */
const looksAtRoles = ({ action }: Check, { vault }: TargetVault): boolean =>
  action.plane === 'control' || (vault.kind === 'vault' && !vault.usesAccessPolicies);

const conditionIn = ({ permissions }: Role): string | undefined =>
  permissions.find(({ condition }) => condition)?.condition;

/** What roles of Azure give, by assignment and by eligibility. Nothing that a role allows counts where the role is unknown. */
export const byRoles = ({ grants, roles, above }: AccessFacts, vaults: readonly TargetVault[]): Held[] => {
  const roleOf = new Map(roles.map((role) => [role.id, role]));
  const allowsWith = remembering((id: string) =>
    remembering(({ action }: Check) => {
      const role = roleOf.get(id);
      return role !== undefined && roleAllows(role, action);
    }),
  );
  const givenBy = remembering((role: string) =>
    remembering((scope: string) => {
      const allows = allowsWith(role);
      return given(
        vaults.filter(touches(scope, above)),
        ({ check, scope: at }, _, of) => looksAtRoles(check, of) && allows(check) && covers(scope, at, above),
      );
    }),
  );
  return grants.flatMap(({ id, principal, role, scope, eligible, condition }): Held[] => {
    const definition = roleOf.get(role);
    const gives = givenBy(role)(scope);
    if (!definition || gives.size === 0) return [];
    const source = { kind: 'role-assignment' as const, id, role, roleName: definition.name, scope };
    const unjudged = condition ?? conditionIn(definition);
    return [[principal, { source, eligible, gives, ...(unjudged && { condition: unjudged }) }]];
  });
};

/** A deny assignment and what it takes from those whom it is about. */
export interface Taking {
  readonly denial: Denial;
  readonly takes: Given;
}

/**
 * Deny assignments that surely deny. They take away what roles of Azure give, and nothing else. Whether a condition of one holds is
 * not judged, so such a one takes nothing.
 */
export const takingsIn = ({ denials, above }: AccessFacts, vaults: readonly TargetVault[]): Taking[] =>
  denials
    .filter(({ condition }) => !condition)
    .map((denial) => {
      const { scope, onlyThere, permissions } = denial;
      const takes = given(
        vaults.filter(touches(scope, above)),
        ({ check, scope: at }, _, of) =>
          looksAtRoles(check, of) &&
          (onlyThere ? at === scope : covers(scope, at, above)) &&
          permissions.some((part) => permits(part, check.action)),
      );
      return { denial, takes };
    })
    .filter(({ takes }) => takes.size > 0);
