import type { Found } from '../doctor/diagnosis';
import { isManagedHsm, nameOfVault } from '../incidents/vault-name';
import type { AccessRead } from './access-read';
import { type SharedExporter, sharedExporters } from './shared-exporters';

/** A clean vault, the vaults that it stands in for, and who of us may do the same in both. */
interface Hands {
  readonly standby: string;
  readonly standsInFor: readonly string[];
  readonly own: readonly string[];
}

const most = 5;

const some = (all: readonly string[]): string =>
  all.length <= most ? all.join(' ') : `${all.slice(0, most).join(' ')} And ${all.length - most} more.`;

const listOf = (vault: string): string => {
  const name = nameOfVault(vault);
  return isManagedHsm(vault)
    ? `az keyvault role assignment list --hsm-name ${name}`
    : `az role assignment list --include-inherited --scope $(az keyvault show --name ${name} --query id --output tsv)`;
};

const inWords = (list: readonly SharedExporter[]): string => some(list.map((each) => each.inWords));

const exporting = (standby: string, list: readonly SharedExporter[]): Found[] =>
  list.length === 0
    ? []
    : [
        {
          code: 'standby-shared-exporters',
          subject: standby,
          message: `${list.length} may carry keys out of ${standby} as well as out of a vault that it stands in for, so that it is not clean of them: ${inWords(list)}`,
          nextStep: `Give the clean vault other administrators, in a subscription where these inherit nothing. All who have roles there: ${listOf(standby)}`,
          severity: 'warning',
        },
      ];

const granting = (standby: string, list: readonly SharedExporter[]): Found[] =>
  list.length === 0
    ? []
    : [
        {
          code: 'standby-shared-owners',
          subject: standby,
          message: `${list.length} could give themselves the right to carry keys out of ${standby} and out of a vault that it stands in for: ${inWords(list)}`,
          nextStep: `Keep these few, and have what they do watched. All who have roles there: ${listOf(standby)}`,
          severity: 'info',
        },
      ];

const unseen = (standby: string, because: readonly string[]): Found[] =>
  because.length === 0
    ? []
    : [
        {
          code: 'standby-exporters-unseen',
          subject: standby,
          message: `Who could carry keys out of ${standby} is not wholly known: ${some(because)}`,
          nextStep: 'Give Rewrap the rights to read that are named; docs/security.md tells how',
          severity: 'info',
        },
      ];

/** Nothing is known of who has access. */
const accessUnread = (standby: string, because: string): Found => ({
  code: 'standby-exporters-unseen',
  subject: standby,
  message: `Who has access to ${standby} could not be read: ${because}`,
  nextStep: 'Ask again. If it stays so, GET /api/reach tells more',
  severity: 'info',
});

/** Whether those who could carry keys out of a vault could follow into the clean one. Pure. */
export function sameHands(facts: AccessRead, hands: Hands): Found[] {
  const { standby, standsInFor } = hands;
  if ('unread' in facts) return [accessUnread(standby, facts.unread)];
  if (standsInFor.length === 0) return [];
  const others = facts.vaults.map(({ url }) => url).filter((url) => url !== standby && !standsInFor.includes(url));
  const hidden = facts.unseen.filter(({ scope }) => !others.includes(scope));
  const shared = sharedExporters(facts, hands);
  const exporters = new Set(shared.export.map(({ principal }) => principal));
  return [
    ...exporting(standby, shared.export),
    ...granting(
      standby,
      shared.grant.filter(({ principal }) => !exporters.has(principal)),
    ),
    ...unseen(
      standby,
      hidden.map(({ scope, because }) => `${scope}: ${because}.`),
    ),
  ];
}
