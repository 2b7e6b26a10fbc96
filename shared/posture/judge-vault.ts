import type { Policy } from '../policy/policy';
import { hasLapsed, type Waiver } from '../policy/waiver';
import type { Judged } from './estate-finding';
import type { Served, VaultView } from './vault-view';

type Rule = (view: VaultView, served: Served) => Judged[];

const nameOf = (vault: string): string => new URL(vault).hostname.split('.')[0] ?? '';

/** A recovered vault comes back without its event subscriptions and role assignments. */
const deleted: Rule = ({ vault, isHsm, resource, deleted: found }) =>
  resource || !found
    ? []
    : [
        {
          code: 'soft-deleted',
          subject: vault,
          message: `${vault} was deleted${found.purgesOn ? ` and will be purged on ${found.purgesOn}` : ''}`,
          nextStep: `Recover it, then deploy its event subscription and role assignments again: az keyvault recover ${isHsm ? '--hsm-name' : '--name'} ${nameOf(vault)}`,
          severity: 'critical',
        },
      ];

/** R11a. A Managed HSM knows local roles only. */
const accessPolicies: Rule = ({ vault, isHsm, resource }) =>
  isHsm || !resource?.usesAccessPolicies
    ? []
    : [
        {
          code: 'rbac-off',
          subject: vault,
          message: `${vault} grants access by access policies instead of roles`,
          nextStep: `Assign the roles first, then: az keyvault update --name ${nameOf(vault)} --enable-rbac-authorization true`,
          severity: 'warning',
        },
      ];

/** A Managed HSM sends no events. */
const noEvents: Rule = ({ vault, isHsm, resource, subscriptions, elsewhere: [elsewhere] = [] }) =>
  isHsm || !resource || subscriptions !== 0
    ? []
    : [
        {
          code: 'event-subscription-missing',
          subject: vault,
          message: `No event subscription brings the events of ${vault} to Rewrap, as after its recovery; only the sweep looks at its keys${elsewhere ? `. There is one, to ${elsewhere}` : ''}`,
          nextStep: `Deploy it again: azd hooks run postdeploy. See what there is: az eventgrid system-topic list --query "[?source=='${resource.id}']"`,
          severity: 'warning',
        },
      ];

/** R9; R10: Managed HSMs are few and central on purpose. */
const shared: Rule = ({ vault, isHsm }, served) => {
  const several = Object.entries(served).filter(([, values]) => values.length > 1);
  if (isHsm || several.length === 0) return [];
  const what = several.map(([kind, values]) => `${kind} ${values.join(', ')}`).join('; ');
  return [
    {
      code: 'shared-vault',
      subject: vault,
      message: `${vault} serves more than one application, environment or region: ${what}`,
      nextStep: 'Plan a vault for each, so that one mistake or one leaver reaches no further',
      severity: 'info',
    },
  ];
};

const chain: readonly Rule[] = [deleted, accessPolicies, noEvents, shared];

/** What is not as it should be about a vault. Pure. Only a waiver for whole vaults silences its rule. */
export function judgeVault(
  view: VaultView,
  { served, policy, now }: { served: Served; policy: Policy; now: Date },
): Judged[] {
  const waived = policy.waivers.filter((each) => isFor(each, view.vault) && !hasLapsed(each, now));
  const silenced = new Set<string>(waived.map(({ rule }) => rule));
  return chain.flatMap((find) => find(view, served)).filter(({ code }) => !silenced.has(code));
}

const isFor = ({ match: { vaults, keys, tags } }: Waiver, vault: string): boolean =>
  !keys && !tags && (vaults?.includes(vault) ?? true);
