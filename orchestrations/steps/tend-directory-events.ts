import * as z from 'zod';
import { directoryEventsAge } from '../../shared/alerts/departure-wording';
import { step } from '../durable';

/** Renews the subscriptions of events of the directory before they lapse, and has a person hear of those that cannot be. */
export const tendDirectoryEvents = step({
  name: 'tendDirectoryEvents',
  input: z.object({}),
  output: z.object({}),
  async run(_, { directoryEvents, alerts, now }) {
    for (const subscribed of await directoryEvents.tend())
      if (subscribed.trouble !== undefined) await alerts.raise(directoryEventsAge(subscribed, now()));
    return {};
  },
});
