import type { Wave } from '../shared/rotations/plan';
import type { Durable, Steps } from './durable';
import { rewrapDependents } from './rewrap-dependents';
import { findEmergency } from './steps/find-emergency';
import type { Target } from './steps/move-dependent';

/** What is to be moved, and whether a wave that leaves something behind stops the next ones. */
export interface Fleet {
  readonly waves: readonly Wave[];
  readonly emergency: boolean;
  readonly goesOn?: boolean | undefined;
}

/**
 * Moves wave after wave and stops after the first that leaves something behind: a canary that fails must not take the
 * fleet along. An emergency goes on with the rest. A new emergency stops it all: it gets a version of its own, and what
 * has not moved yet goes to that one. So does an order to take the rotation back.
 */
export function* moveInWaves(
  durable: Durable,
  target: Target,
  { waves, emergency, goesOn }: Fleet,
): Steps<'moved' | 'superseded' | 'taken-back'> {
  for (const slices of waves.flatMap(inRounds)) {
    const result = yield* moveWave(durable, target, slices);
    if (result === 'superseded' || result === 'taken-back') return result;
    if (result === 'left-behind' && !emergency && !goesOn) break;
  }
  return 'moved';
}

/** What may not all be under way at the same time goes one part after the other. */
function inRounds({ slices, slicesAtOnce = slices.length }: Wave): Wave['slices'][] {
  const rounds: Wave['slices'][] = [];
  for (let at = 0; at < slices.length; at += slicesAtOnce) rounds.push(slices.slice(at, at + slicesAtOnce));
  return rounds;
}

function* moveWave(
  durable: Durable,
  target: Target,
  slices: Wave['slices'],
): Steps<'proven' | 'left-behind' | 'superseded' | 'taken-back'> {
  let open = slices;
  let leftBehind = false;
  let begun = false;
  for (;;) {
    const { found, undo, pausedUntil } = yield* durable.call(findEmergency, { rotationId: target.rotationId });
    if (found) return 'superseded';
    if (undo) return 'taken-back';
    // What has begun is looked after to its end: a change under way does not rest.
    if (pausedUntil && !begun) {
      yield* durable.waitFor('request', pausedUntil);
      continue;
    }
    begun = true;

    const inputs = open.map(({ number, size }) => ({ ...target, slice: number, size }));
    const results = yield* durable.callParts(rewrapDependents, inputs);
    leftBehind ||= results.some((result) => 'failed' in result || result.ok.leftBehind > 0);

    const looks = results.map((result) => ('ok' in result ? result.ok.checkAgainAt : undefined));
    const next = looks.filter((at) => at !== undefined).toSorted()[0];
    if (next === undefined) return leftBehind ? 'left-behind' : 'proven';
    open = open.filter((_, n) => looks[n] !== undefined);
    yield* durable.waitFor('request', next);
  }
}
