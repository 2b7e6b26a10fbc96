import type { Arm } from '../azure/arm';
import { orRefused } from '../refusal';
import { carryingRoles } from './contain-rights';

/** Takes role assignments from people, by an identity that may do nothing else. There is none unless somebody opted in. */
export interface RightsTaker {
  /** Roles whose assignments the identity may take, by the last segment of their ids. */
  readonly roles: ReadonlySet<string>;
  /** One that is gone already counts as taken. Throws only for faults that may pass. */
  take(assignment: string): Promise<{ refused?: string }>;
}

/** By Azure Resource Manager, which knows the identity by its token. */
export const rightsTaker = (arm: Pick<Arm, 'revoke'>, ownRoles: readonly string[]): RightsTaker => ({
  roles: new Set([...Object.values(carryingRoles), ...ownRoles]),
  take: (assignment) =>
    orRefused(async () => {
      await arm.revoke(assignment);
      return {};
    }),
});
