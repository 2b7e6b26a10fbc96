import * as z from 'zod';
import { IncidentMode } from '../incidents/mode';

/** What follows an alert that a machine sends. Without a rule an incident is opened for a person, who decides. */
export const AlertHookRule = z.strictObject({
  rule: z.string().min(1).describe('Type of the alert, such as KV_OperationVolumeAnomaly, or name of the alert rule'),
  answer: z
    .enum(['person', 'act'])
    .describe('person: an incident is opened, and a person decides. act: what the alert names is answered at once'),
  mode: IncidentMode.default('new-version'),
});
export type AlertHookRule = z.infer<typeof AlertHookRule>;
