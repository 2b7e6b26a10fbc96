import * as z from 'zod';
import { lookAround } from '../../shared/departures/look-around';
import { settleSignals } from '../../shared/departures/raise-signal';
import { step } from '../durable';

/**
 * Looks who has access now, raises signals for what changed, and has open signals taken up that nobody is at. `again` where an
 * event came while it looked.
 */
export const lookAtAccess = step({
  name: 'lookAtAccess',
  input: z.object({}),
  output: z.object({ again: z.boolean() }),
  async run(_, world) {
    const heard = await world.news.waiting();
    await lookAround(world, { heardOf: heard.map(({ about }) => about) });
    for (const principal of await world.signals.principals()) await settleSignals(world.workflows, principal);
    await world.news.looked(heard);
    return { again: (await world.news.waiting()).length > 0 };
  },
});
