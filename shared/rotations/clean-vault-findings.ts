import { firstOf } from '../alerts/plain-words';
import type { ArmDependent } from '../dependents/arm-dependent';
import type { Dependent } from '../dependents/dependent';
import { armTypes } from '../dependents/index';
import { hostOf, isInManagedHsm, type KeyUrl, vaultOf } from '../keys/key-url';
import type { Finding } from './finding';

/** What Key Vault makes where. Source: Key Vault documentation, "about keys". */
const otherKind = (key: KeyUrl, toKey: KeyUrl): Finding[] => {
  if (isInManagedHsm(key) === isInManagedHsm(toKey)) return [];
  const message = isInManagedHsm(key)
    ? `${key} lies in a Managed HSM, and ${hostOf(toKey)} is a vault: a standard one refuses the key, and so do all where it is symmetric`
    : `${hostOf(toKey)} is a Managed HSM: it refuses a key that software protects, and some services take none of its keys`;
  return [
    {
      code: 'standby-other-kind',
      message,
      nextStep: 'Name a clean vault of the same kind under standby in policy.yaml, before the entry that fits now',
    },
  ];
};

/** Why a type stays where it is; `unless` where only the resource itself can tell. */
const whyStays = (
  { keepsTo, managedHsm, type }: ArmDependent,
  toKey: KeyUrl,
): { because: string; unsure: boolean } | undefined => {
  if (keepsTo) return { because: keepsTo.because, unsure: keepsTo.when !== undefined };
  if (!isInManagedHsm(toKey) || managedHsm !== 'no') return undefined;
  return { because: `${type} takes no keys of a Managed HSM. Choose a key in a vault for it.`, unsure: false };
};

const mostNamed = 5;

/** Types of which the plan knows beforehand that they take no key of the clean vault. */
const staying = (toKey: KeyUrl, dependents: readonly Dependent[]): Finding[] =>
  armTypes.flatMap((adapter) => {
    const all = dependents.filter(({ type }) => type === adapter.type);
    const why = all.length > 0 ? whyStays(adapter, toKey) : undefined;
    if (!why) return [];
    const ids = all.map(({ id }) => id);
    return [
      {
        code: 'standby-refused-by-type',
        message: `These ${why.unsure ? 'may not move' : 'do not move'} to ${vaultOf(toKey)}, and the old key stays enabled for them: ${firstOf(ids, mostNamed)}`,
        nextStep: why.because,
      },
    ];
  });

/** What will not go to the clean vault whoever has which rights there. Pure. */
export const cleanVaultFindings = (
  key: KeyUrl,
  toKey: KeyUrl | undefined,
  dependents: readonly Dependent[],
): Finding[] => (toKey ? [...otherKind(key, toKey), ...staying(toKey, dependents)] : []);
