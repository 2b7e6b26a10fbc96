import * as z from 'zod';
import { counted } from '../alerts/plain-words';
import type { Dependent } from '../dependents/dependent';
import { vaultOf } from '../keys/key-url';
import { secondsToMove } from '../pacing/estimate';
import { isWaitedFor, type LagOf } from '../rotations/expected-duration';
import { isForAPerson, type KeyProgress } from './key-progress';

/** Making a version, proving it and backing it up; one write with its looks. Estimates. */
const secondsPerVersion = 1;
const secondsPerMove = 30;

/** When everything is likely to be proven: what pacing allows, and what services need that cannot be made to move at once. */
export const Estimate = z.object({
  earliest: z.iso.datetime().optional().describe('Absent where nothing is left but what waits for a person'),
  latest: z.iso.datetime().optional().describe('Absent as long as dependents are still being looked for'),
  inWords: z.string(),
});
export type Estimate = z.infer<typeof Estimate>;

/**
 * The time to safe, worked out anew at every look. Pure. Old versions are disabled minutes after the last proof, and after the
 * trial of the class; what a person must do is not in it, and said.
 */
export function estimateOf(
  { keys, left }: { keys: readonly KeyProgress[]; left: readonly Dependent[] },
  { now, lagOf }: { now: Date; lagOf: LagOf },
): Estimate | undefined {
  const open = keys.filter(({ times }) => times.proven === undefined);
  if (open.length === 0) return undefined;
  const going = open.filter((each) => !isForAPerson(each));
  const unsearched = going.filter(({ counts }) => counts.total === 0).length;
  const byHand = left.filter(({ mode }) => mode === 'by-hand').length;
  const inWords = sentences({
    going: going.length,
    left: left.length,
    unsearched,
    byHand,
    stuck: open.length - going.length,
  });
  if (going.length === 0) return { inWords };

  const unmade = going.filter(({ times }) => times.newVersion === undefined);
  const making = mostOf(unmade.map(({ key }) => vaultOf(key))) * secondsPerVersion;
  const moving = left.length > byHand ? secondsToMove(left) + secondsPerMove : 0;
  const lags = left.filter((each) => isWaitedFor(each, true)).map((each) => (lagOf(each) ?? 0) / 1_000);
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000).toISOString();
  const latest = at(making + Math.max(moving, ...lags));
  return { earliest: at(making + moving), ...(unsearched === 0 && { latest }), inWords };
}

type Counts = Readonly<Record<'going' | 'left' | 'unsearched' | 'byHand' | 'stuck', number>>;

const sentences = ({ going, left, unsearched, byHand, stuck }: Counts): string =>
  [
    going > 0 &&
      `${counted(going, 'key')} and ${counted(left, 'dependent')} are not proven yet. The earliest time is what the limits of Azure allow; the latest counts services that follow by themselves and cannot be made to.`,
    unsearched > 0 && `What uses ${counted(unsearched, 'key')} of them is still being looked for: all may take longer.`,
    byHand > 0 && `Of the dependents ${byHand} must be moved by a person, and no time counts them.`,
    stuck > 0 &&
      `Beside these a person is needed for ${counted(stuck, 'key')}: because says why, and no time counts them.`,
  ]
    .filter((sentence) => sentence !== false)
    .join(' ');

const mostOf = (vaults: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const vault of vaults) counts.set(vault, (counts.get(vault) ?? 0) + 1);
  return Math.max(0, ...counts.values());
};
