import { type VaultKind, vaultKindOf } from '../azure/clouds';
import { isNetworkRefusal } from '../keys/key-errors';
import { dataActionOf, howToGrant } from '../keys/key-rights';
import { type KeyUrl, vaultOf } from '../keys/key-url';
import { isStateRefusal } from '../keys/vault-answers';
import type { Found } from './diagnosis';
import type { Doors } from './doors';
import type { VaultAnswer } from './vault-door';
import { nameOfVault } from './vault-name';
import { keyProbes, type Probe, vaultProbes } from './vault-probes';

type Door = Pick<Doors, 'askVault' | 'cloud' | 'backupApp'>;

/** A probe, and what the vault said to it. */
export interface Tried extends Probe {
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

/** What was refused for want of a right, each right once: several operations take the same. */
export const refusedIn = (tried: readonly Tried[]): Found[] => [
  ...new Map(
    tried
      .filter(isMissing)
      .map(tellOf)
      .map((each) => [each.message, each]),
  ).values(),
];

/** Tries one probe after the other. Rejects where the vault does not answer. */
export const tryAll = async (
  { askVault, cloud }: Door,
  vault: string,
  probes: readonly Probe[],
  on = vault,
): Promise<Tried[]> => {
  const kind = vaultKindOf(cloud, vault) ?? 'vault';
  const tried: Tried[] = [];
  for (const probe of probes) tried.push({ ...probe, vault, kind, on, answer: await askVault({ vault, ...probe }) });
  return tried;
};

/** Tries what a key is for, on that key. */
export const tryKey = async (door: Door, vault: string, path: string): Promise<Tried[]> => {
  const bundle = await door.askVault({ vault, duty: 'rotate', method: 'GET', path });
  return tryAll(door, vault, keyProbes(bundle), `${vault}${path}`);
};

/**
 * Rights that a rotation of the key takes and its vault refuses, found by calls that change nothing. Where the vault does not answer
 * nothing is known to be missing: the rotation itself will tell.
 */
export const rightsMissingAt = async (
  door: Door,
  key: KeyUrl,
  { setsPolicy }: { setsPolicy: boolean },
): Promise<Found[]> => {
  const vault = vaultOf(key);
  const trying = [
    tryAll(door, vault, vaultProbes({ setsPolicies: setsPolicy, backsUp: !door.backupApp })),
    tryKey(door, vault, new URL(key).pathname),
  ];
  return refusedIn((await Promise.all(trying.map((one) => one.catch(() => [])))).flat());
};
