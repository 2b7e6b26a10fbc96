import * as z from 'zod';
import { IncidentMode } from './mode';

/** What the audit log speaks for, and what it could not tell. */
export const Advice = z.object({
  mode: IncidentMode,
  newDataKeys: z.boolean(),
  findings: z
    .array(z.object({ code: z.string(), message: z.string() }))
    .describe('What in the audit log speaks for it'),
  doubts: z.array(z.string()).describe('What could not be seen'),
  at: z.iso.datetime(),
});
export type Advice = z.infer<typeof Advice>;
