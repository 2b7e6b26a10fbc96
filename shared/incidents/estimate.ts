import type { Dependent } from '../dependents/dependent';
import { vaultOf } from '../keys/key-url';
import { secondsToMove } from '../pacing/estimate';
import type { LagOf } from '../rotations/expected-duration';
import type { KeyProgress } from './key-progress';

/** Making a version, proving it and backing it up; one write with its looks. Estimates. */
const secondsPerVersion = 1;
const secondsPerMove = 30;

/** When everything is likely to be proven: what pacing allows, and what services need that cannot be made to move at once. */
export interface Estimate {
  readonly earliest: string;
  readonly latest: string;
  readonly inWords: string;
}

/**
 * The time to safe, worked out anew at every look. Pure. Old versions are disabled minutes after the last proof, and after the
 * trial of the class; what a person must move is not in it.
 */
export function estimateOf(
  { keys, left }: { keys: readonly KeyProgress[]; left: readonly Dependent[] },
  { now, lagOf }: { now: Date; lagOf: LagOf },
): Estimate | undefined {
  const open = keys.filter(({ times }) => times.proven === undefined);
  if (open.length === 0) return undefined;
  const unmade = open.filter(({ times }) => times.newVersion === undefined);
  const making = mostOf(unmade.map(({ key }) => vaultOf(key))) * secondsPerVersion;
  const byHand = left.filter(({ mode }) => mode === 'by-hand').length;
  const moving = left.length > byHand ? secondsToMove(left) + secondsPerMove : 0;
  const lags = left.filter(({ mode }) => mode === 'following').map((each) => (lagOf(each) ?? 0) / 1_000);
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000).toISOString();
  return {
    earliest: at(making + moving),
    latest: at(making + Math.max(moving, ...lags)),
    inWords:
      `${open.length} keys and ${left.length} dependents are not proven yet. The earliest time is what the limits of Azure allow; ` +
      `the latest counts services that follow by themselves and cannot be made to.${byHand > 0 ? ` ${byHand} wait for a person, and are in neither.` : ''}`,
  };
}

const mostOf = (vaults: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const vault of vaults) counts.set(vault, (counts.get(vault) ?? 0) + 1);
  return Math.max(0, ...counts.values());
};
