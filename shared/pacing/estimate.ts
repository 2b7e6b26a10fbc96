import { armRates } from './arm-draws';

/** Seconds that so many calls take at best against a bucket that is full at first. */
export const timeForCalls = (calls: number, { size, perSecond }: { size: number; perSecond: number }): number =>
  Math.max(0, calls - size) / perSecond;

/** Reads of a dependent while it moves: before its write, and to prove it. */
const readsPerMove = 2;

/** Seconds until Azure Resource Manager has let through what it takes to move them, if nothing else asks for anything. */
export const secondsToMove = (dependents: readonly { readonly id: string }[]): number => {
  const counts = new Map<string, number>();
  for (const { id } of dependents) {
    const subscription = id.split('/')[2] ?? '';
    counts.set(subscription, (counts.get(subscription) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  return Math.max(timeForCalls(most, armRates.writes), timeForCalls(most * readsPerMove, armRates.reads));
};
