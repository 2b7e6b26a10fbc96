import { builtInRoles } from './built-in-roles';
import type { RoleDefinition } from './role-definition';

/** Somebody has a role at a scope. `id` is the name of the assignment. */
export interface RoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal';
  /** Name of the definition. */
  readonly role: string;
  readonly scope: string;
  readonly condition?: string;
}

/** Who has which role, and which management groups are above which subscription. Anybody may be laid in, unchecked. */
export interface Authorization {
  assign(assignment: RoleAssignment): void;
  /** Takes an assignment away; false when there is none with that name. */
  revoke(id: string): boolean;
  /** Lets somebody activate a role when he needs it. */
  makeEligible(assignment: RoleAssignment): void;
  endEligibility(id: string): boolean;
  define(role: RoleDefinition): void;
  /** Puts a subscription below management groups, the nearest first. */
  place(subscription: string, managementGroups: readonly string[]): void;
  readonly assignments: ReadonlyMap<string, RoleAssignment>;
  readonly eligibilities: ReadonlyMap<string, RoleAssignment>;
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  /** Whether what is at one scope is to be seen from the other: it is there, above, or below. */
  isSeenFrom(at: string, scope: string): boolean;
  isAbove(at: string, scope: string): boolean;
}

export const managementGroup = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;

const subscriptionOf = (scope: string): string => /^\/subscriptions\/([^/]+)/.exec(scope)?.[1] ?? '';

/** Knows the built-in roles, and nobody who has one. */
export function createAuthorization(): Authorization {
  const assignments = new Map<string, RoleAssignment>();
  const eligibilities = new Map<string, RoleAssignment>();
  const roles = new Map(builtInRoles.map((role) => [role.id, role]));
  const above = new Map<string, readonly string[]>();

  const isAbove = (higher: string, lower: string): boolean => {
    const [top, bottom] = [higher.toLowerCase(), lower.toLowerCase()];
    if (top === '/' || `${bottom}/`.startsWith(`${top}/`)) return true;
    return (above.get(subscriptionOf(bottom)) ?? []).includes(top);
  };

  return {
    assign: (assignment) => void assignments.set(assignment.id, assignment),
    revoke: (id) => assignments.delete(id),
    makeEligible: (assignment) => void eligibilities.set(assignment.id, assignment),
    endEligibility: (id) => eligibilities.delete(id),
    define: (role) => void roles.set(role.id, { ...role, custom: true }),
    place: (subscription, groups) =>
      void above.set(
        subscription.toLowerCase(),
        groups.map((name) => managementGroup(name).toLowerCase()),
      ),
    assignments,
    eligibilities,
    roles,
    isAbove,
    isSeenFrom: (at, scope) => isAbove(at, scope) || isAbove(scope, at),
  };
}
