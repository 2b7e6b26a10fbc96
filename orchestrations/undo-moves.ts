import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { type Durable, type Steps, workflow } from './durable';
import { moveInWaves } from './move-in-waves';
import { closeUndo } from './steps/close-undo';
import { openUndo } from './steps/open-undo';

/**
 * Takes a rotation back because an operator ordered it: what it moved goes back to the former version, the last wave first.
 * Stops after a wave that leaves something behind, keeps what is done, and tells. Both versions stay enabled.
 */
export const undoMoves = workflow({
  name: 'undoMoves',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ state: z.string() }),
  *story(durable, { rotationId }) {
    try {
      return yield* undo(durable, rotationId);
    } catch (error) {
      return yield* durable.call(closeUndo, { rotationId, stopped: messageOf(error) });
    }
  },
});

function* undo(durable: Durable, rotationId: string): Steps<{ state: string }> {
  const opened = yield* durable.call(openUndo, { rotationId });
  if ('state' in opened) return opened;
  const { key, from, to, planId, waves, notBefore } = opened;
  if (notBefore) yield* durable.sleepUntil(notBefore);

  const target = { rotationId, planId, key, to, nudge: false, undoFrom: from };
  const ending = yield* moveInWaves(durable, target, { waves, emergency: false });
  return yield* durable.call(closeUndo, {
    rotationId,
    ...(ending !== 'moved' && { stopped: 'an emergency rotation of the key has begun' }),
  });
}
