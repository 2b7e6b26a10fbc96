import type { Caller, Permission } from '../caller';
import { fits } from '../denials';
import type { Authorization, RoleAssignment } from './authorization';
import { conditionHolds } from './condition';

const gives = ({ actions, notActions }: Permission, action: string): boolean =>
  actions.some((pattern) => fits(pattern, action)) && !notActions.some((pattern) => fits(pattern, action));

/** Somebody who may do what his role assignments say, under their conditions. Groups are not looked into. */
export function callerByRoles(authorization: Authorization, principal: string): Caller {
  const at = (scope: string): readonly RoleAssignment[] =>
    [...authorization.assignments.values()].filter(
      (each) => each.principalId === principal && authorization.isAbove(each.scope, scope),
    );
  const partsOf = ({ role }: RoleAssignment) => authorization.roles.get(role)?.permissions ?? [];
  return {
    principal,
    may: (action, scope, about) =>
      at(scope).some(
        (each) =>
          partsOf(each).some((part) => gives(part, action)) &&
          (each.condition === undefined || conditionHolds(each.condition, action, about)),
      ),
    permissions: (scope) => at(scope).flatMap(partsOf),
  };
}
