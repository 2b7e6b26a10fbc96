import * as z from 'zod';
import { messageOf } from '../shared/errors';
import type { Trial } from '../shared/rotations/trial';
import { type Durable, type Steps, workflow } from './durable';
import { inTurn } from './in-turn';
import { beginRetirement } from './steps/begin-retirement';
import { beginTrial } from './steps/begin-trial';
import { disableVersion } from './steps/disable-version';
import { judgeRetirement } from './steps/judge-retirement';
import { reverifyDependents } from './steps/reverify-dependents';
import { stopRetirement } from './steps/stop-retirement';
import { surveyDependents } from './steps/survey-dependents';
import { watchTrial } from './steps/watch-trial';

/**
 * Retires what a proven rotation left behind: waits for the end of the overlap, looks for dependents anew, verifies each
 * anew, and disables the old versions only if nothing can need them, on trial first; else they are held, with the reason,
 * whatever happens. Nothing is ever deleted.
 */
export const retireVersion = workflow({
  name: 'retireVersion',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ state: z.string() }),
  *story(durable, { rotationId }) {
    try {
      return { state: yield* retire(durable, rotationId) };
    } catch (error) {
      yield* durable.call(stopRetirement, { rotationId, because: messageOf(error) });
      return { state: 'held' };
    }
  },
});

function* retire(durable: Durable, rotationId: string): Steps<string> {
  const { notBefore, trial } = yield* durable.call(beginRetirement, { rotationId });
  if (trial) return yield* tryOut(durable, { ...trial, rotationId });
  yield* durable.sleepUntil(notBefore);

  const { planId, slices } = yield* inTurn(durable, surveyDependents, rotationId);
  const answers = yield* durable.callEach(reverifyDependents, slicesOf({ rotationId, planId, slices }));
  const verified = answers.every((answer) => 'ok' in answer);

  const { retire: versions, cleared } = yield* durable.call(judgeRetirement, { rotationId, planId, verified });
  if (cleared !== undefined) return yield* tryOut(durable, { rotationId, planId, slices, versions, cleared });
  for (const version of versions) yield* durable.call(disableVersion, { rotationId, version });
  return versions.length > 0 ? 'retired' : 'held';
}

type Survey = Pick<Trial, 'planId' | 'slices'> & { rotationId: string };

const slicesOf = ({ slices, ...survey }: Survey) =>
  Array.from({ length: slices }, (_, slice) => ({ ...survey, slice }));

/** Disables the versions and watches until the trial is over: retired, or enabled again. */
function* tryOut(durable: Durable, trial: Survey & Pick<Trial, 'versions' | 'cleared'>): Steps<string> {
  const { rotationId, planId, slices } = trial;
  yield* durable.call(beginTrial, trial);
  for (;;) {
    const { state, next } = yield* durable.call(watchTrial, { rotationId });
    if (!next) return state;
    yield* durable.sleepUntil(next.lookAt);
    if (next.observe) yield* durable.callEach(reverifyDependents, slicesOf({ rotationId, planId, slices }));
  }
}
