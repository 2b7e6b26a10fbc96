import * as z from 'zod';
import { permits } from '../../access/permits';
import { ArmNotFound, ArmRefused } from '../../azure/arm-errors';
import { neededActions } from '../../dependents/needed-actions';
import { check } from '../check';
import type { Found } from '../diagnosis';
import type { Examination } from '../doors';

const strings = z.array(z.string()).default([]);
/** Microsoft.Authorization 2022-04-01, Permissions_ListForResourceGroup: what the caller may do there, by whatever assignment. */
const Permissions = z.object({ actions: strings, notActions: strings, dataActions: strings, notDataActions: strings });
type Permissions = z.infer<typeof Permissions>;

const Row = z.object({ subscriptionId: z.string(), resourceGroup: z.string(), type: z.string().toLowerCase() });

/** `Microsoft.Sql/servers/keys/write` is about servers. */
const aboutOf = (action: string): string => action.toLowerCase().split('/').slice(0, 2).join('/');

const abouts = [...new Set(neededActions.map(aboutOf))].filter((type) => !type.endsWith('/locations'));
const query = [
  'resources',
  `| where type in~ (${abouts.map((type) => `'${type}'`).join(', ')})`,
  '| project subscriptionId, resourceGroup, type',
].join('\n');

interface Group {
  readonly scope: string;
  readonly types: ReadonlySet<string>;
  readonly permissions: readonly Permissions[];
}

/** Actions for what lies in the group that no role there gives. Places of a service, such as those of its backups, go with its types. */
const lackingIn = ({ types, permissions }: Group): string[] => {
  const spaces = new Set([...types].map((type) => type.split('/')[0]));
  const isNeeded = (action: string) => {
    const about = aboutOf(action);
    return about.endsWith('/locations') ? spaces.has(about.split('/')[0]) : types.has(about);
  };
  const isGiven = (name: string) => permissions.some((part) => permits(part, { plane: 'control', name }));
  return [...new Set(neededActions)].filter((action) => isNeeded(action) && !isGiven(action)).toSorted();
};

const assign = (role: string, scope: string): string =>
  `az role assignment create --role "${role}" --assignee-object-id <object id of Rewrap's identity> --assignee-principal-type ServicePrincipal --scope ${scope}`;

const unseen = (subscription: string): Found => ({
  code: 'reader-missing',
  subject: `/subscriptions/${subscription}`,
  message: `Rewrap may not read the subscription ${subscription}: whatever uses keys there is not seen`,
  nextStep: assign('Reader', `/subscriptions/${subscription}`),
  severity: 'critical',
});

const lacking = (group: Group): Found[] => {
  const actions = lackingIn(group);
  if (actions.length === 0) return [];
  return [
    {
      code: 'resource-right-missing',
      subject: group.scope,
      message: `Rewrap may not do ${actions.join(', ')} in ${group.scope}, where such resources lie: those with a key cannot be moved`,
      nextStep: assign('Rewrap dependents (<environment>)', group.scope),
      severity: 'warning',
    },
  ];
};

const maySee = async ({ arm }: Examination, subscription: string): Promise<boolean> => {
  try {
    await arm.get(`/subscriptions/${subscription}`, '2022-12-01', z.unknown());
    return true;
  } catch (error) {
    if (error instanceof ArmRefused || error instanceof ArmNotFound) return false;
    throw error;
  }
};

const groupsIn = async ({ arm }: Examination, subscriptions: readonly string[]): Promise<Group[]> => {
  if (subscriptions.length === 0) return [];
  const types = new Map<string, Set<string>>();
  for (const { subscriptionId, resourceGroup, type } of await arm.resourceGraph(query, subscriptions, Row)) {
    const scope = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`.toLowerCase();
    types.set(scope, (types.get(scope) ?? new Set()).add(type));
  }
  const groups: Group[] = [];
  for (const [scope, found] of types) {
    const path = `${scope}/providers/Microsoft.Authorization/permissions`;
    groups.push({ scope, types: found, permissions: await arm.list(path, '2022-04-01', Permissions) });
  }
  return groups;
};

/** Rights at resources, by asking Azure Resource Manager what it would let us do, in every group with resources that may use keys. */
export const resourceRights = check({
  name: 'resource-rights',
  async gather(doors) {
    const { subscriptions } = (await doors.policy()).scope;
    const seen = await Promise.all(subscriptions.map((each) => maySee(doors, each)));
    const blind = subscriptions.filter((_, at) => !seen[at]);
    const groups = await groupsIn(
      doors,
      subscriptions.filter((_, at) => seen[at]),
    );
    return { blind, groups };
  },
  judge: ({ blind, groups }) => [...blind.map(unseen), ...groups.flatMap(lacking)],
});
