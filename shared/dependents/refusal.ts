import { isInManagedHsm, vaultOf, type KeyUrl } from '../keys/key-url';
import type { ArmDependent } from './arm-dependent';
import { textAt } from './json-path';
import type { Place } from './reference';

interface Journey {
  readonly to: string;
  readonly toKey: KeyUrl;
}

const keepsAway = (
  { keepsTo }: ArmDependent,
  resource: unknown,
  places: readonly Place[],
  toKey: KeyUrl,
): string | undefined => {
  if (!keepsTo) return undefined;
  if (keepsTo.when && textAt(resource, keepsTo.when.path) !== keepsTo.when.is) return undefined;
  const staysInVault = keepsTo.what === 'its vault' && places.every(({ key }) => vaultOf(key) === vaultOf(toKey));
  return staysInVault ? undefined : keepsTo.because;
};

/** Why these references cannot be turned to that key by us, whatever the service would answer; and what to do. */
export const refusalOf = (
  adapter: ArmDependent,
  resource: unknown,
  places: readonly Place[],
  { to, toKey }: Journey,
): string | undefined => {
  const { type, writes, managedHsm } = adapter;
  const leaving = places.filter(({ key }) => key !== toKey);
  if (leaving.length > 0 && isInManagedHsm(toKey) && managedHsm === 'no') {
    return `${type} takes no keys of a Managed HSM, and ${toKey} is one. Choose a key in a vault for it.`;
  }
  const because = leaving.length > 0 ? keepsAway(adapter, resource, leaving, toKey) : undefined;
  if (because) return because;
  return writes.length === 0 ? `Rewrap does not write ${type}. Point it at version ${to} by hand.` : undefined;
};

/** Why followers cannot go back: what moved them would move them again. */
export const holdsForward = (places: readonly Place[], { to, toKey }: Journey): string => {
  const flags = [...new Set(places.flatMap(({ follows }) => follows?.flag ?? []))];
  const first = flags.length > 0 ? `Turn ${flags.join(' and ')} off` : 'Give up that it names no version';
  return (
    `It follows the newest version by itself, and would move forward again. To hold it back, which Rewrap does not do: ` +
    `${first}, point it at ${toKey}/${to}, and undo both before the next rotation.`
  );
};
