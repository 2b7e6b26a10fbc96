import * as z from 'zod';
import { step } from '../durable';

/** Tries again to deliver the alerts that no sink has taken yet. */
export const retryAlerts = step({
  name: 'retryAlerts',
  input: z.object({}),
  output: z.object({ waiting: z.int() }),
  run: (_, world) => world.alerts.retry(),
});
