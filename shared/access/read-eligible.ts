import * as z from 'zod';
import { ArmNotFound, ArmRefused, ArmRejected } from '../azure/arm-errors';
import type { Graph } from '../azure/graph-client';
import type { Sight } from './sight';

/** Beside what is read always: who may activate what. Application permissions of Microsoft Graph. */
export const eligibilityRights = {
  groups: 'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  roles: 'RoleEligibilitySchedule.Read.Directory',
};

/** Of Privileged Identity Management for groups, and for roles of the directory. Microsoft Graph 1.0. */
const OfGroup = z.object({ principalId: z.string().toLowerCase(), accessId: z.string().toLowerCase() });
const OfRole = z.object({ principalId: z.string().toLowerCase() });

/** No license for it, or a group that it was never set up for: nobody is eligible. */
const nobodyIsEligible = (error: unknown): readonly never[] => {
  const refused = error instanceof ArmRejected || error instanceof ArmRefused;
  if (error instanceof ArmNotFound || (refused && error.armCode === 'AadPremiumLicenseRequired')) return [];
  throw error;
};

const filter = (field: string, id: string): string => `$filter=${field}%20eq%20'${id}'`;

/** Who may make himself a member or owner of the group. */
export const eligibleForGroup = (
  graph: Graph,
  group: string,
  sight: Sight,
): Promise<readonly z.infer<typeof OfGroup>[]> =>
  sight.tryTo(
    { scope: 'Microsoft Graph', what: `Who may activate a membership of a group (${eligibilityRights.groups})` },
    () =>
      graph
        .list(
          `/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?${filter('groupId', group)}`,
          OfGroup,
        )
        .catch(nobodyIsEligible),
  );

/** Who may activate the role of the directory. */
export const eligibleForRole = async (graph: Graph, role: string, sight: Sight): Promise<readonly string[]> => {
  const path = `/roleManagement/directory/roleEligibilityScheduleInstances?${filter('roleDefinitionId', role)}`;
  const at = {
    scope: 'Microsoft Graph',
    what: `Who may activate a role of the directory (${eligibilityRights.roles})`,
  };
  const eligible = await sight.tryTo(at, () => graph.list(path, OfRole).catch(nobodyIsEligible));
  return eligible.map(({ principalId }) => principalId);
};
