import * as z from 'zod';
import { type Durable, part, type Settled, type Steps } from './durable';
import { moveDependent, type Progress, Target } from './steps/move-dependent';

/** Waits between looks at dependents that are under way or failed: about two and a half minutes in all. */
const pauses = [5, 10, 20, 40, 80].map((seconds) => seconds * 1_000);

/**
 * Moves the dependents of one slice side by side and looks again at those not there yet. What needs longer is handed
 * back with the time of the next look, so that an emergency never waits for a slow service.
 */
export const rewrapDependents = part({
  name: 'rewrapDependents',
  input: z.object({ ...Target.shape, slice: z.int(), size: z.int() }),
  output: z.object({
    leftBehind: z.int().describe('Dependents that nothing but a change from outside will bring further'),
    checkAgainAt: z.iso.datetime().optional().describe('Earliest next look at those still under way'),
  }),
  *story(durable, { size, ...slice }) {
    let open = Array.from({ length: size }, (_, index) => index);
    let leftBehind = 0;
    const later: string[] = [];

    for (const pause of [...pauses, undefined]) {
      const results = yield* look(durable, slice, open);
      const nextLook = pause === undefined ? undefined : durable.after(pause);
      const verdicts = results.map((result) => (goesOn(result) ? 'later' : judge(result, nextLook)));
      leftBehind += verdicts.filter((verdict) => verdict === 'left-behind').length;
      later.push(...results.flatMap((result, n) => (verdicts[n] === 'later' ? checkAgainAt(result) : [])));
      open = open.filter((_, n) => verdicts[n] === 'again');
      if (open.length === 0 || nextLook === undefined) break;
      yield* durable.sleepUntil(nextLook);
    }

    const earliest = later.toSorted()[0];
    return { leftBehind, ...(earliest && { checkAgainAt: earliest }) };
  },
});

/** Looks in a row at what goes on at once, each of some minutes; then the caller sees whether an emergency has come. */
const looksInARow = 3;

/** One look at each, and more at once at those that have more to do. */
function* look(
  durable: Durable,
  slice: Target & { slice: number },
  open: readonly number[],
): Steps<readonly Settled<Progress>[]> {
  const results = new Map<number, Settled<Progress>>();
  let next = open;
  for (let row = 0; row < looksInARow && next.length > 0; row += 1) {
    const seen = yield* durable.callEach(
      moveDependent,
      next.map((index) => ({ ...slice, index })),
    );
    seen.forEach((result, n) => results.set(next[n] ?? -1, result));
    next = next.filter((_, n) => goesOn(seen[n]));
  }
  return open.flatMap((index) => results.get(index) ?? []);
}

const goesOn = (result: Settled<Progress> | undefined): boolean =>
  result !== undefined && 'ok' in result && result.ok.goesOn === true;

/** `again` within this slice's own looks, `later` by whoever called; without a next look there is no `again`. */
function judge(result: Settled<Progress>, nextLook: string | undefined): 'there' | 'again' | 'later' | 'left-behind' {
  if ('failed' in result || result.ok.state === 'failed') return nextLook ? 'again' : 'left-behind';
  if (result.ok.state === 'settled' && result.ok.proven) return 'there';
  if (result.ok.state !== 'pending') return 'left-behind';
  return nextLook && (result.ok.checkAgainAt ?? '') <= nextLook ? 'again' : 'later';
}

const checkAgainAt = (result: Settled<Progress>): string[] =>
  'ok' in result && result.ok.checkAgainAt ? [result.ok.checkAgainAt] : [];
