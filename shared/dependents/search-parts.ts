import { AsyncLocalStorage } from 'node:async_hooks';
import { RewrapError } from '../errors';
import type { Discovery } from './dependent';

/** The time of this part of a search is over. What it read is remembered: the next part begins where this one ends. */
export class SearchUnfinished extends RewrapError {
  readonly code = 'search-unfinished';
  readonly status = 503;
  constructor() {
    super('Expected the search for dependents to be over in one part; it takes more. Search again to go on.');
  }
}

/** A search that began so long ago would never end. */
export class SearchTooLong extends RewrapError {
  readonly code = 'search-too-long';
  readonly status = 504;
  constructor(since: Date) {
    super(
      `Expected the search for dependents to be over within ${longestMs / 3_600_000} hours, but it has gone on since ` +
        `${since.toISOString()}. See /api/pacing for what Azure lets us read, or narrow the scope of the policy; then start again.`,
    );
  }
}

/** An activity may take ten minutes, and an answer over HTTP less than four; the last calls may wait for a minute each. */
const partMs = 150_000;

const longestMs = 6 * 3_600_000;

/** Whether this part of a search has had its time. By the clock of this process: it is what the host measures, too. */
export type Enough = () => boolean;

/** Enough once so much time is over. */
export const after = (ms: number): Enough => {
  const end = performance.now() + ms;
  return () => performance.now() >= end;
};

const parts = new AsyncLocalStorage<Enough>();

/** Makes one reading of a search. @throws {SearchUnfinished} when the time of this part is over */
export const nextPart = <T>(read: () => Promise<T>): Promise<T> =>
  parts.getStore()?.() ? Promise.reject(new SearchUnfinished()) : read();

/** Searches for no longer than an activity may take; each reading of it may then end it as unfinished. */
export const inOnePart = <T>(work: () => Promise<T>, enough: Enough = after(partMs)): Promise<T> =>
  parts.run(enough, work);

/** A discovery that says of itself that it saw nothing. */
export const unsearched = (because: string): Discovery => ({
  dependents: [],
  unknown: [],
  unreadable: [{ scope: 'everything', because }],
});

/** When a search began, and what it is now. */
export interface SearchTimes {
  readonly since: Date;
  readonly now: Date;
}

/**
 * One part of a search that may take many, as activities can be bounded. `unfinished`: do it again, with the same `since`.
 * @throws {SearchTooLong}
 */
export async function orUnfinished<T>(
  { since, now }: SearchTimes,
  work: () => Promise<T>,
): Promise<{ readonly done: T } | 'unfinished'> {
  if (now.getTime() - since.getTime() > longestMs) throw new SearchTooLong(since);
  try {
    return { done: await inOnePart(work) };
  } catch (error) {
    if (error instanceof SearchUnfinished) return 'unfinished';
    throw error;
  }
}
