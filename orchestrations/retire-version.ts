import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { type Durable, type Steps, workflow } from './durable';
import { beginRetirement } from './steps/begin-retirement';
import { disableVersion } from './steps/disable-version';
import { judgeRetirement } from './steps/judge-retirement';
import { reverifyDependents } from './steps/reverify-dependents';
import { stopRetirement } from './steps/stop-retirement';
import { surveyDependents } from './steps/survey-dependents';

/**
 * Retires what a proven rotation left behind: waits for the end of the overlap, looks for dependents anew, verifies each
 * anew, and disables the old versions only if nothing can need them; else they are held, with the reason, whatever
 * happens. Nothing is ever deleted.
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

function* retire(durable: Durable, rotationId: string): Steps<'retired' | 'held'> {
  const { notBefore } = yield* durable.call(beginRetirement, { rotationId });
  yield* durable.sleepUntil(notBefore);

  const { planId, slices } = yield* durable.call(surveyDependents, { rotationId });
  const answers = yield* durable.callEach(
    reverifyDependents,
    Array.from({ length: slices }, (_, slice) => ({ rotationId, planId, slice })),
  );
  const verified = answers.every((answer) => 'ok' in answer);

  const { retire: cleared } = yield* durable.call(judgeRetirement, { rotationId, planId, verified });
  for (const version of cleared) yield* durable.call(disableVersion, { rotationId, version });
  return cleared.length > 0 ? 'retired' : 'held';
}
