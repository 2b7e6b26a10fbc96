import * as z from 'zod';
import type { Turnstile } from '../turnstile';
import { orUnfinished } from './search-parts';

/** What a step is told that goes on with a search. */
export const searchedSince = z.iso.datetime().optional().describe('The search goes on that began then');

/** A step whose search has to wait for others, or takes more than one step. */
export const Later = z.object({
  comeBackAt: z.iso.datetime(),
  searchedSince: z.iso
    .datetime()
    .optional()
    .describe('The search takes more than one step: say this when asking again'),
});
export type Later = z.infer<typeof Later>;

interface Turn {
  readonly searchedSince: string | undefined;
  readonly now: () => Date;
}

/** Come again in so many milliseconds; a search that has begun goes on then. */
export const later = ({ searchedSince: since, now }: Turn, ms: number): Later => ({
  comeBackAt: new Date(now().getTime() + ms).toISOString(),
  ...(since && { searchedSince: since }),
});

/**
 * Searches for as long as one step may, when its turn has come. Answers what came of it, or when to come again: where others
 * search, or the search has only come so far. `work` is given when the search began. @throws {SearchTooLong}
 */
export async function searchInTurn<T>(
  work: (since: Date) => Promise<T>,
  { enter, pauseMs, ...turn }: Turn & { readonly enter: Turnstile; readonly pauseMs: number },
): Promise<T | Later> {
  const { now } = turn;
  const since = turn.searchedSince ? new Date(turn.searchedSince) : now();
  const passed = await enter(() => orUnfinished({ since, now: now() }, () => work(since)));
  if (passed === 'full') return later(turn, pauseMs);
  if (passed.done === 'unfinished') return later({ now, searchedSince: since.toISOString() }, pauseMs);
  return passed.done.done;
}
