import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { workflow } from './durable';
import { lookAtAccess } from './steps/look-at-access';
import { tellOfAccess } from './steps/tell-of-access';
import { tendDirectoryEvents } from './steps/tend-directory-events';

/** Events come in swarms, and a change of roles takes a while to show. */
const gathering = 30_000;
/** Time in which an event that came while the look ended is still heard. */
const lingering = 5_000;

/**
 * Looks who has access to keys, compares with the snapshot of the last look, and has everybody's changes settled. Events only
 * make it begin sooner: much is never told by any, so the sweep starts it, too. There is one instance.
 */
export const watchAccess = workflow({
  name: 'watchAccess',
  input: z.object({}),
  output: z.object({}),
  *story(durable) {
    yield* durable.sleepUntil(durable.after(gathering));
    let again: boolean | undefined;
    try {
      ({ again } = yield* durable.call(lookAtAccess, {}));
      yield* durable.call(tendDirectoryEvents, {});
    } catch (error) {
      yield* durable.call(tellOfAccess, { because: messageOf(error) });
    }
    if (again || (yield* durable.waitFor('look', durable.after(lingering)))) durable.startOver({});
    return {};
  },
});
