import * as z from 'zod';
import { settledAt } from '../../shared/departures/settled-at';
import { step } from '../durable';

/** When the open signals of a principal have settled; nothing where there are none. */
export const readSignals = step({
  name: 'readSignals',
  input: z.object({ principal: z.string() }),
  output: z.object({ settledAt: z.iso.datetime().optional() }),
  async run({ principal }, { signals, policy }) {
    const open = await signals.open(principal);
    const { departures } = await policy();
    return { settledAt: settledAt(open, departures) };
  },
});
