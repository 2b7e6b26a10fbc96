import type { Found } from '../doctor/diagnosis';
import { nameOfVault } from '../incidents/vault-name';
import type { Standby } from '../policy/standby';
import type { VaultView } from '../posture/vault-view';

/** A clean vault as it is seen, the policy's entries for it, and the vaults that it stands in for. */
export interface Fit {
  readonly standby: VaultView;
  readonly entries: readonly Standby[];
  readonly standsInFor: readonly VaultView[];
}

type Rule = (fit: Fit) => Found[];

/** A deleted one is told of by others. */
const notSeen: Rule = ({ standby: { vault, resource, deleted } }) =>
  resource || deleted
    ? []
    : [
        {
          code: 'standby-not-seen',
          subject: vault,
          message: `Azure Resource Manager does not show the clean vault ${vault}: nobody knows its region, its protection, and who has access by roles`,
          nextStep: 'Name its subscription under scope.subscriptions in policy.yaml, and give Rewrap Reader there',
          severity: 'warning',
        },
      ];

/** Source: Azure documentation of customer-managed keys, nearly every service that takes them. */
const purgeable: Rule = ({ standby: { vault, isHsm, resource } }) =>
  resource?.purgeProtection !== false
    ? []
    : [
        {
          code: 'standby-purgeable',
          subject: vault,
          message: `The clean vault ${vault} has no purge protection: most services refuse its keys, and whoever may purge can destroy them`,
          nextStep: isHsm
            ? `az keyvault update-hsm --hsm-name ${nameOfVault(vault)} --enable-purge-protection true`
            : `az keyvault update --name ${nameOfVault(vault)} --enable-purge-protection true`,
          severity: 'warning',
        },
      ];

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

/** Disk encryption sets, Redis Enterprise and MySQL servers among others take keys of their own region only. */
const elsewhere: Rule = ({ standby: { vault, resource }, entries, standsInFor }) => {
  const region = resource?.region;
  if (region === undefined) return [];
  const claimed = entries.flatMap(({ regions }) => regions ?? []);
  const served = standsInFor.flatMap((view) => view.resource?.region ?? []);
  const others = unique([...claimed, ...served]).filter((each) => each !== region);
  if (others.length === 0) return [];
  return [
    {
      code: 'standby-elsewhere',
      subject: vault,
      message: `The clean vault ${vault} lies in ${region} and stands in for vaults in ${others.join(', ')}: some services, such as disk encryption sets, take no key of another region`,
      nextStep: `Make a clean vault in each of these regions, and name it under standby in policy.yaml with its regions: ${others.join(', ')}`,
      severity: 'warning',
    },
  ];
};

type Tier = NonNullable<NonNullable<VaultView['resource']>['tier']>;

/** What cannot be made in the clean vault. Source: Key Vault documentation, "about keys"; symmetric keys are a preview in premium vaults. */
const refused: Readonly<Record<Tier, Partial<Record<Tier, string>>>> = {
  standard: {
    premium: 'keys that an HSM protects cannot be made there',
    'managed-hsm': 'keys of a Managed HSM cannot be made there',
  },
  premium: { 'managed-hsm': 'symmetric keys cannot be relied on there' },
  'managed-hsm': {
    standard: 'keys that software protects cannot be made there, and some services take no key of a Managed HSM',
    premium: 'keys that software protects cannot be made there, and some services take no key of a Managed HSM',
  },
};

const otherKind: Rule = ({ standby: { vault, resource }, standsInFor }) => {
  const tier = resource?.tier;
  if (tier === undefined) return [];
  return standsInFor.flatMap((view) => {
    const why = view.resource?.tier && refused[tier][view.resource.tier];
    if (why === undefined) return [];
    return [
      {
        code: 'standby-other-kind',
        subject: vault,
        message: `The clean vault ${vault} (${tier}) stands in for ${view.vault} (${view.resource?.tier}): ${why}`,
        nextStep: 'Name a clean vault of the same kind under standby in policy.yaml, before this entry',
        severity: 'warning' as const,
      },
    ];
  });
};

const chain: readonly Rule[] = [notSeen, purgeable, elsewhere, otherKind];

/** In which respects a clean vault is not what the keys that it waits for need. Pure. */
export const unfit = (fit: Fit): Found[] => chain.flatMap((rule) => rule(fit));
