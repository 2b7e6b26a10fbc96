import type { Grant, Role } from '../../access/facts';
import { roleAllows } from '../../access/permits';
import { vaultResources } from '../../access/read-vaults';
import { GrantAnswer, RoleAnswer } from '../../access/role-answers';
import { subscriptionIn } from '../../access/scope';
import { messageOf } from '../../errors';
import { containActions } from '../../incidents/contain-rights';
import { check } from '../check';
import type { Found } from '../diagnosis';
import type { Examination } from '../doors';

/** Role assignments of Rewrap's own identities at a vault and above, each with what its role allows. */
interface AtVault {
  readonly vault: string;
  readonly own: readonly { readonly grant: Grant; readonly role: Role }[];
}

const again = 'Deploy again with this vault in infra/estate.json: docs/security.md tells what the identity is to have';

const missing = ({ vault }: AtVault): Found => ({
  code: 'contain-right-missing',
  subject: vault,
  message: `The identity that takes backup rights away has no right to at ${vault}: an incident leaves them to a person there`,
  nextStep: again,
  severity: 'warning',
});

const unbound = ({ vault }: AtVault, { grant: { id, condition = 'none' } }: AtVault['own'][number]): Found => ({
  code: 'contain-condition-differs',
  subject: vault,
  message: `An identity of Rewrap may take role assignments at ${vault} under another condition than the code has (${id}): ${condition}`,
  nextStep: `${again}. Until then take it away: az role assignment delete --ids ${id}`,
  severity: 'critical',
});

const tooMuch = ({ vault }: AtVault, { grant: { id }, role }: AtVault['own'][number]): Found => ({
  code: 'contain-right-too-wide',
  subject: vault,
  message: `The identity that takes backup rights away has more rights at ${vault} than it needs, by the role ${role.name}`,
  nextStep: `Take it away: az role assignment delete --ids ${id}`,
  severity: 'critical',
});

const takes = (role: Role): boolean => roleAllows(role, { plane: 'control', name: containActions.take });

const needed = new Set(Object.values(containActions).map((action) => action.toLowerCase()));
const isNarrow = ({ permissions }: Role): boolean =>
  permissions.every(
    ({ actions, dataActions }) =>
      dataActions.length === 0 && actions.every((action) => needed.has(action.toLowerCase())),
  );

/** The same for two conditions that differ in spaces, letter case and the order of their lists. */
const inOneForm = (condition: string): string =>
  condition
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\{([^}]*)\}/g, (_, list: string) => {
      const listed = list.split(',').map((each) => each.trim());
      return `{${listed.toSorted((a, b) => a.localeCompare(b)).join()}}`;
    });

const judgeVault = (at: AtVault, condition: string): Found[] => {
  const taking = at.own.filter(({ role }) => takes(role));
  if (taking.length === 0) return [missing(at)];
  const holders = new Set(taking.map(({ grant }) => grant.principal));
  return [
    ...taking
      .filter(({ grant }) => inOneForm(grant.condition ?? '') !== inOneForm(condition))
      .map((each) => unbound(at, each)),
    ...at.own
      .filter(({ grant, role }) => holders.has(grant.principal) && !isNarrow(role))
      .map((each) => tooMuch(at, each)),
  ];
};

const nobody: Found = {
  code: 'contain-identity-missing',
  subject: 'takeBackupRights',
  message:
    'The policy wants backup rights taken in every incident with a clean vault, and no identity may: a person does',
  nextStep: 'Deploy with REWRAP_TAKES_RIGHTS, or take takeBackupRights out of the policy',
  severity: 'warning',
};

const tokenless = (problem: string): Found => ({
  code: 'no-token',
  subject: 'takeBackupRights',
  message: `The identity that takes backup rights away gets no token: ${problem}`,
  nextStep:
    'See whether it is assigned: az functionapp identity show --name <app> --resource-group <group>. If not: az functionapp identity assign --name <app> --resource-group <group> --identities <resource id>',
  severity: 'critical',
});

const lookAt = async ({ arm, ownIdentities }: Examination, vaults: ReadonlyMap<string, string>) => {
  const roles = new Map<string, Role>();
  const looked: AtVault[] = [];
  for (const [vault, id] of vaults) {
    const path = `${id}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()`;
    const grants = await arm.list(path, '2022-04-01', GrantAnswer);
    const own = [];
    for (const grant of grants.filter(({ principal }) => ownIdentities.includes(principal))) {
      const definition = `/subscriptions/${subscriptionIn(id)}/providers/Microsoft.Authorization/roleDefinitions/${grant.role}`;
      const role = roles.get(grant.role) ?? (await arm.get(definition, '2022-04-01', RoleAnswer));
      roles.set(grant.role, role);
      own.push({ grant, role });
    }
    looked.push({ vault, own });
  }
  return looked;
};

/** Whether the identity that takes rights away has its right at each vault, under its condition, and no other. Silent where there is none. */
export const containRights = check({
  name: 'contain-rights',
  async gather(doors) {
    const { contain } = doors;
    const { scope, takeBackupRights } = await doors.policy();
    const wanted = takeBackupRights !== 'when-asked';
    if (!contain) return { wanted, looked: [] };
    const resources = await vaultResources(doors.arm, scope.subscriptions);
    const vaults = new Map(
      scope.vaults.flatMap((vault) => {
        const id = resources.get(vault);
        return id?.includes('/microsoft.keyvault/vaults/') ? [[vault, id] as const] : [];
      }),
    );
    const noToken = await contain.token().then(() => undefined, messageOf);
    return { condition: contain.condition, noToken, wanted, looked: await lookAt(doors, vaults) };
  },
  judge({ condition, noToken, wanted, looked }) {
    if (condition === undefined) return wanted ? [nobody] : [];
    return [
      ...(noToken === undefined ? [] : [tokenless(noToken)]),
      ...looked.flatMap((at) => judgeVault(at, condition)),
    ];
  },
});
