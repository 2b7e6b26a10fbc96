import { Duration } from 'luxon';
import type { DepartureRules } from '../policy/departure-rules';
import type { Signal } from './signal';

/** Signals that keep coming must not put a case off for ever: it waits this many times as long at most. */
const mostTimes = 6;

/** When nothing new has been heard for long enough; undefined where there is nothing to settle. Signals come oldest first. */
export const settledAt = (signals: readonly Signal[], { settle }: DepartureRules): string | undefined => {
  const [first, last] = [signals[0], signals.at(-1)];
  if (!first || !last) return undefined;
  const wait = Duration.fromISO(settle).toMillis();
  const times = [Date.parse(last.at) + wait, Date.parse(first.at) + mostTimes * wait];
  return new Date(Math.min(...times)).toISOString();
};
