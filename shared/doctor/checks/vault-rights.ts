import { type VaultKind, vaultKindOf } from '../../azure/clouds';
import { messageOf } from '../../errors';
import { isNetworkRefusal } from '../../keys/key-errors';
import { dataActionOf, howToGrant } from '../../keys/key-rights';
import { isStateRefusal } from '../../keys/vault-answers';
import { check } from '../check';
import type { Found } from '../diagnosis';
import type { Examination } from '../doors';
import type { VaultAnswer } from '../vault-door';
import { nameOfVault } from '../vault-name';
import { keyProbes, pathsIn, type Probe, vaultProbes } from '../vault-probes';

/** Keys of each vault that are asked whether they may be used: rights may be granted key by key. */
const keysPerVault = 10;

interface Tried extends Probe {
  readonly vault: string;
  readonly kind: VaultKind;
  /** The vault, or the key that the right was tried on. */
  readonly on: string;
  readonly answer: VaultAnswer;
}

const isMissing = ({ answer: { status, reason } }: Tried): boolean =>
  status === 403 && !isNetworkRefusal(reason) && !isStateRefusal(reason);

const tellOf = ({ operation, duty, kind, vault, on, answer }: Tried): Found => {
  const right = dataActionOf(operation, kind);
  return {
    code: 'right-missing',
    subject: on,
    message: `The identity for "${duty}" may not do ${right} at ${on} (${answer.reason})`,
    nextStep: `Grant it: ${howToGrant(operation, { kind, name: nameOfVault(vault) })}`,
    severity: 'critical',
  };
};

/** Several operations take the same right. */
const eachOnce = (findings: readonly Found[]): Found[] => [
  ...new Map(findings.map((each) => [each.message, each])).values(),
];

const tryAll = async (doors: Examination, vault: string, probes: readonly Probe[], on = vault): Promise<Tried[]> => {
  const kind = vaultKindOf(doors.cloud, vault) ?? 'vault';
  const tried: Tried[] = [];
  for (const probe of probes)
    tried.push({ ...probe, vault, kind, on, answer: await doors.askVault({ vault, ...probe }) });
  return tried;
};

const tryKeys = async (doors: Examination, vault: string, listing: VaultAnswer): Promise<Tried[]> => {
  const paths = pathsIn(listing).slice(0, keysPerVault);
  const tried: Tried[] = [];
  for (const path of paths) {
    const bundle = await doors.askVault({ vault, duty: 'rotate', method: 'GET', path });
    tried.push(...(await tryAll(doors, vault, keyProbes(bundle), `${vault}${path}`)));
  }
  return tried;
};

const tryVault = async (
  doors: Examination,
  { vault, listing, setsPolicies }: { vault: string; listing: VaultAnswer; setsPolicies: boolean },
): Promise<readonly Tried[] | Found> => {
  try {
    return [...(await tryAll(doors, vault, vaultProbes({ setsPolicies }))), ...(await tryKeys(doors, vault, listing))];
  } catch (error) {
    return {
      code: 'rights-not-seen',
      subject: vault,
      message: `Not every right at ${vault} could be tried: ${messageOf(error)}`,
      nextStep: 'Ask again: npm run doctor',
      severity: 'warning',
    };
  }
};

/** Every right at every vault, and of some keys of each, by asking with calls that change nothing. */
export const vaultRights = check({
  name: 'vault-rights',
  async gather(doors) {
    const { classes } = await doors.policy();
    const setsPolicies = classes.some(({ nativePolicy }) => nativePolicy === 'set');
    const reached = (await doors.knocks()).flatMap((knock) =>
      'answer' in knock && !isNetworkRefusal(knock.answer.reason) && knock.answer.status !== 401
        ? [{ vault: knock.vault, listing: knock.answer, setsPolicies }]
        : [],
    );
    return Promise.all(reached.map((one) => tryVault(doors, one)));
  },
  judge: (vaults) => eachOnce(vaults.flatMap((one) => ('code' in one ? [one] : one.filter(isMissing).map(tellOf)))),
});
