import * as z from 'zod';
import { VersionId } from '../keys/key-url';

/** Old versions that are disabled for some time, to see whether anything complains. Written before the first is disabled. */
export const Trial = z.object({
  cleared: z.iso.datetime().describe('When the gate cleared them; one clearing begins one trial'),
  planId: z.string().describe('Survey of the dependents that are watched'),
  slices: z.int(),
  versions: z.array(VersionId).describe('Those that were enabled before'),
  startedAt: z.iso.datetime(),
  endsAt: z.iso.datetime().optional().describe('Set once all of them are disabled'),
  observedAt: z.iso.datetime().optional().describe('When the last round of looks at every dependent was ordered'),
});
export type Trial = z.infer<typeof Trial>;

/** Who was refused in a trial. It holds the old version until the log shows the same caller at work with the new one. */
export const Complaint = z.object({
  principal: z.string(),
  name: z.string().optional(),
  operation: z.string(),
  version: VersionId,
  count: z.int(),
  last: z.iso.datetime(),
});
export type Complaint = z.infer<typeof Complaint>;
