import type { Arm } from '../azure/arm';
import { ArmRefused, ArmRejected } from '../azure/arm-errors';
import type { AccessFacts, Grant } from './facts';
import { DenialAnswer, EligibilityAnswer, GrantAnswer, RoleAnswer } from './role-answers';
import type { Sight } from './sight';

type RoleFacts = Pick<AccessFacts, 'above' | 'roles' | 'grants' | 'denials'>;

const isManagementGroup = (scope: string): boolean =>
  scope.startsWith('/providers/microsoft.management/managementgroups/');

const eachOnce = <T extends { readonly id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((each) => [each.id.toLowerCase(), each])).values(),
];

/** A tenant without Privileged Identity Management answers so: nobody is eligible for anything there. */
const noneWithoutLicense = (error: unknown): readonly Grant[] => {
  if ((error instanceof ArmRejected || error instanceof ArmRefused) && error.armCode === 'AadPremiumLicenseRequired') {
    return [];
  }
  throw error;
};

const ofSubscription = async (arm: Arm, subscription: string, sight: Sight) => {
  const scope = `/subscriptions/${subscription}`;
  const at = (list: string) => `${scope}/providers/Microsoft.Authorization/${list}`;
  const [roles, assigned, eligible, denials] = await Promise.all([
    sight.tryTo({ scope, what: 'What roles allow' }, () =>
      // Without the filter the list lacks roles that can be assigned in a resource group only.
      arm.list(`${at('roleDefinitions')}?$filter=atScopeAndBelow()`, '2022-04-01', RoleAnswer),
    ),
    sight.tryTo({ scope, what: 'Who has which role' }, () =>
      arm.list(at('roleAssignments'), '2022-04-01', GrantAnswer),
    ),
    sight.tryTo({ scope, what: 'Who may activate which role' }, () =>
      arm.list(at('roleEligibilityScheduleInstances'), '2020-10-01', EligibilityAnswer).catch(noneWithoutLicense),
    ),
    // Without these more seems reachable than is.
    sight.tryTo({ scope, what: 'What is denied to whom' }, () =>
      arm.list(at('denyAssignments'), '2022-04-01', DenialAnswer),
    ),
  ]);
  const grants = [...assigned, ...eligible];
  const above = [...new Set([...grants, ...denials].map((each) => each.scope).filter(isManagementGroup))];
  return { subscription: subscription.toLowerCase(), roles, grants, denials, above };
};

/**
 * Roles of Azure and who has them, in these subscriptions and above. A subscription's lists hold what it inherits, so which
 * management groups are above it is told by what is listed. Presumed: without a filter, that they hold what is below it, too.
 */
export const readRoles = async (arm: Arm, subscriptions: readonly string[], sight: Sight): Promise<RoleFacts> => {
  const all = await Promise.all(subscriptions.map((subscription) => ofSubscription(arm, subscription, sight)));
  return {
    above: Object.fromEntries(all.map(({ subscription, above }) => [subscription, above])),
    roles: eachOnce(all.flatMap(({ roles }) => roles)),
    grants: eachOnce(all.flatMap(({ grants }) => grants)),
    denials: eachOnce(all.flatMap(({ denials }) => denials)),
  };
};
