import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { KeyUrl } from '../shared/keys/key-url';
import { type Durable, type Steps, workflow } from './durable';
import { inTurn } from './in-turn';
import { moveInWaves } from './move-in-waves';
import { backUpKey } from './steps/back-up-key';
import { concludeRotation } from './steps/conclude-rotation';
import { createVersion } from './steps/create-version';
import { foldRequests } from './steps/fold-requests';
import { openRotation } from './steps/open-rotation';
import { planRotation } from './steps/plan-rotation';
import { proveVersion } from './steps/prove-version';

/** Time that an instance with nothing to do waits for a request that was written while it ended. */
const lingering = 5_000;

/** A vault that makes no key for so long needs a person. Milliseconds. */
const longestTurn = 3_600_000;

interface Rotation {
  readonly key: KeyUrl;
  readonly rotationId: string;
}

/** How a rotation ended, before the record is closed. `moved` leaves the verdict to the proofs in the record. */
type Ending =
  | { readonly ending: 'moved' }
  | { readonly ending: 'superseded' | 'taken-back' }
  | { readonly ending: 'parked'; readonly because: string };

/**
 * Rotates one key and moves everything that depends on it. There is one instance per key; it serves the requests written
 * to the key's request table, one rotation after the other, until none is open. The old version stays enabled whatever
 * happens here: `retireVersion` disables it later, and only when nothing needs it.
 */
export const rotateKey = workflow({
  name: 'rotateKey',
  input: z.object({ key: KeyUrl, repair: z.boolean().default(false) }),
  output: z.object({ rotationId: z.string().optional() }),
  *story(durable, { key, repair }) {
    const { rotationId } = yield* durable.call(openRotation, { key, repair });
    if (rotationId === undefined) {
      // Whoever wants something while this instance still lives tells it, because it cannot start another.
      if (yield* durable.waitFor('request', durable.after(lingering))) durable.startOver({ key, repair: true });
      return {};
    }

    const ending = yield* rotate(durable, { key, rotationId });
    yield* durable.call(concludeRotation, { rotationId, ...ending });

    // A request may have come meanwhile; the next run reads the table again.
    durable.startOver({ key });
    return { rotationId };
  },
});

/** Never throws: whatever happens, the record must be closed and somebody must hear. */
function* rotate(
  durable: Durable,
  of: Rotation,
): Steps<Ending | { readonly ending: 'failed'; readonly because: string }> {
  try {
    return yield* rotateAndMove(durable, of);
  } catch (error) {
    return { ending: 'failed', because: messageOf(error) };
  }
}

function* rotateAndMove(durable: Durable, { key, rotationId }: Rotation): Steps<Ending> {
  const plan = yield* planWhenOpen(durable, rotationId);
  if (plan.blocked) return { ending: 'parked', because: plan.blocked };

  const created = yield* createInTurn(durable, { rotationId, planId: plan.planId });
  if ('refused' in created) return { ending: 'parked', because: created.refused };
  const proof = yield* durable.call(proveVersion, { rotationId });
  if (proof.refused) return { ending: 'parked', because: proof.refused };
  const backup = yield* durable.call(backUpKey, { rotationId });
  if (backup.failed && !plan.emergency) return { ending: 'parked', because: backup.failed };

  const found = plan.searchLater ? yield* inTurn(durable, planRotation, rotationId) : plan;
  if (found.blocked) return { ending: 'parked', because: found.blocked };
  const target = { rotationId, planId: found.planId, key, to: created.to, nudge: plan.emergency };
  return { ending: yield* moveInWaves(durable, target, { ...found, emergency: plan.emergency }) };
}

/** A vault that makes few keys a second has said when it is our turn. */
function* createInTurn(durable: Durable, target: { rotationId: string; planId: string }) {
  const deadline = durable.after(longestTurn);
  do {
    const created = yield* durable.call(createVersion, target);
    if (!('comeBackAt' in created)) return created;
    yield* durable.sleepUntil(created.comeBackAt);
  } while (durable.now < deadline);
  return { refused: 'The vault has been too busy for an hour to make a key' };
}

/** Plans, waits for the window, and plans again, because the world may have changed meanwhile. An emergency does not wait. */
function* planWhenOpen(durable: Durable, rotationId: string) {
  for (;;) {
    const { emergency } = yield* durable.call(foldRequests, { rotationId });
    const plan = yield* inTurn(durable, planRotation, rotationId);
    const opening = plan.notBefore;
    if (plan.blocked || emergency || opening === undefined || opening <= durable.now) return { ...plan, emergency };
    yield* durable.waitFor('request', opening);
  }
}
