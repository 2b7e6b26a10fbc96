import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { type Durable, type Steps, workflow } from './durable';
import { judgeRoleChange } from './steps/judge-role-change';
import { readSignals } from './steps/read-signals';
import { respondToCase } from './steps/respond-to-case';
import { tellOfAccess } from './steps/tell-of-access';

/**
 * Makes one case of the signals about one principal once they have settled, and has the keys rotated that it could reach.
 * There is one instance per principal; it serves signals until none is open.
 */
export const respondToRoleChange = workflow({
  name: 'respondToRoleChange',
  input: z.object({ principal: z.string() }),
  output: z.object({}),
  *story(durable, { principal }) {
    try {
      yield* respond(durable, principal);
    } catch (error) {
      // The signals stay open, and the sweep has them taken up again.
      yield* durable.call(tellOfAccess, { principal, because: messageOf(error) });
    }
    return {};
  },
});

function* respond(durable: Durable, principal: string): Steps<void> {
  for (;;) {
    const { settledAt } = yield* durable.call(readSignals, { principal });
    if (settledAt === undefined) return;
    if (settledAt > durable.now) {
      yield* durable.sleepUntil(settledAt);
      continue;
    }
    const { caseId } = yield* durable.call(judgeRoleChange, { principal });
    if (caseId === undefined) return;
    let from: number | undefined = 0;
    do {
      const answer: { next?: number | undefined } = yield* durable.call(respondToCase, { caseId, from });
      from = answer.next;
    } while (from !== undefined);
  }
}
