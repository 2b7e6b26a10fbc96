import type { Wave } from '../shared/rotations/plan';
import type { Durable, Steps } from './durable';
import { rewrapDependents } from './rewrap-dependents';
import { findEmergency } from './steps/find-emergency';
import type { Target } from './steps/move-dependent';

/**
 * Moves wave after wave and stops after the first that leaves something behind: a canary that fails must not take the
 * fleet along. An emergency goes on with the rest. A new emergency stops it all: it gets a version of its own, and what
 * has not moved yet goes to that one.
 */
export function* moveInWaves(
  durable: Durable,
  target: Target,
  { waves, emergency }: { waves: readonly Wave[]; emergency: boolean },
): Steps<'moved' | 'superseded'> {
  for (const { slices } of waves) {
    const result = yield* moveWave(durable, target, slices);
    if (result === 'superseded') return result;
    if (result === 'left-behind' && !emergency) break;
  }
  return 'moved';
}

function* moveWave(
  durable: Durable,
  target: Target,
  slices: Wave['slices'],
): Steps<'proven' | 'left-behind' | 'superseded'> {
  let open = slices;
  let leftBehind = false;
  for (;;) {
    const { found } = yield* durable.call(findEmergency, { rotationId: target.rotationId });
    if (found) return 'superseded';

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
