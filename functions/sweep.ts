import * as df from 'durable-functions';
import { startLook } from '../shared/departures/ask-for-look';
import { workflowsOf } from '../shared/workflows-of';

/** Looks at the whole estate every 15 minutes: the net under lost events. One that is still under way goes on. */
export const sweep = (): void =>
  df.app.client.timer('sweep', {
    schedule: '0 */15 * * * *',
    async handler(timer, client, context) {
      const workflows = workflowsOf(client);
      const started = await workflows.start('sweepEstate', 'sweep', {});
      await startLook(workflows);
      context.info('sweep asked for', { started, late: timer.isPastDue });
    },
  });
