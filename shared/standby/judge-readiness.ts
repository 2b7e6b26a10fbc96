import { counted, firstOf } from '../alerts/plain-words';
import type { Found } from '../doctor/diagnosis';
import { vaultOf } from '../keys/key-url';
import { classOf } from '../policy/class-of';
import type { Policy } from '../policy/policy';
import { accessFindings, lacksStandbyAccess } from '../rotations/standby-findings';
import type { AccessRead } from './access-read';
import { sameHands } from './same-hands';
import type { StandIn, StandIns } from './stand-ins';
import { unfit } from './unfit';
import type { Movers } from './who-may-move';

/** A clean vault, what it stands in for, and what would move there. */
export interface Ward extends StandIn, Movers {}

/** All that is known of the clean vaults of the policy. */
export interface Readiness {
  readonly policy: Policy;
  readonly standIns: StandIns;
  readonly wards: readonly Ward[];
  readonly access: AccessRead;
  /** Object ids of ours. */
  readonly own: readonly string[];
}

const vaultsOf = ({ keys }: Pick<StandIn, 'keys'>): string[] => [...new Set(keys.map(({ key }) => vaultOf(key)))];

const most = 5;

const some = (all: readonly string[]): string => firstOf(all, most);

const aboutVault = ({ policy, standIns: { views } }: Readiness, ward: Ward): Found[] => {
  const viewOf = (vault: string) => views.get(vault) ?? { vault, isHsm: false };
  return unfit({
    standby: viewOf(ward.standby),
    entries: policy.standby.filter(({ vault }) => vault === ward.standby),
    standsInFor: vaultsOf(ward).map(viewOf),
  });
};

const aboutHands = ({ access, own }: Readiness, ward: Ward): Found[] =>
  sameHands(access, { standby: ward.standby, standsInFor: vaultsOf(ward), own });

const aboutMovers = ({ standby, seen }: Ward): Found[] =>
  accessFindings(standby, seen).map((finding) => ({
    ...finding,
    subject: standby,
    severity: lacksStandbyAccess(finding) ? 'warning' : 'info',
  }));

const notSearched = (subject: string, message: string): Found => ({
  code: 'standby-not-searched',
  subject,
  message,
  nextStep: 'Ask again: npm run doctor. What was read is remembered for two hours, so that it comes further each time',
  severity: 'info',
});

const aboutUnsearched = ({ standby, unsearched }: Ward): Found[] => {
  const [first] = unsearched;
  if (!first) return [];
  const where = some(unsearched.map(({ scope }) => scope));
  return [
    notSearched(
      standby,
      `Nobody knows whether what uses ${where}, or lies there, may move to ${standby}: ${first.because}`,
    ),
  ];
};

/** Said once for all of them: whether they want a clean vault is for the policy to say. */
const aboutTheRest = ({ policy, standIns: { without, unlisted } }: Readiness): Found[] => {
  const classes = new Set(without.map(({ key, tags }) => classOf(policy, key, tags)?.name ?? 'none'));
  const keyless = unlisted.map(({ vault, because }) =>
    notSearched(vault, `Nobody knows which keys of ${vault} have a clean vault: ${because}`),
  );
  if (without.length === 0) return keyless;
  return [
    ...keyless,
    {
      code: 'no-standby',
      subject: 'standby',
      message: `The policy names no clean vault for ${counted(without.length, 'key')} of ${some(vaultsOf({ keys: without }))} (classes ${some([...classes])}): an emergency of the mode clean-vault is refused for them`,
      nextStep: 'Name one for their regions and classes under standby in policy.yaml',
      severity: 'info',
    },
  ];
};

/** What is to be mended before an emergency, clean vault by clean vault, and what nobody has looked at. Pure. */
export const judgeReadiness = (readiness: Readiness): Found[] => [
  ...readiness.wards.flatMap((ward) => [
    ...aboutVault(readiness, ward),
    ...aboutHands(readiness, ward),
    ...aboutMovers(ward),
    ...aboutUnsearched(ward),
  ]),
  ...aboutTheRest(readiness),
];
