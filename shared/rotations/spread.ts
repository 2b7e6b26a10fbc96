import { keyId, type KeyUrl } from '../keys/key-url';
import type { Policy } from '../policy/policy';

const hour = 3_600_000;

/** How long after it fell due a key is taken up: its own time within an hour, so that keys of one birthday do not move at once. */
export const restOf = (key: KeyUrl): number => (Number.parseInt(keyId(key).slice(0, 8), 16) / 2 ** 32) * hour;

/** How many rotations one sweep may start in each vault; at least one, however many vaults there are. */
export const startsPerVault = ({ startsPerSweep, scope }: Pick<Policy, 'startsPerSweep' | 'scope'>): number =>
  Math.max(1, Math.floor(startsPerSweep / scope.vaults.length));
