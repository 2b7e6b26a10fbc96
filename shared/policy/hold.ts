import * as z from 'zod';
import { IsoDuration } from './notations';

/** Something that needs old versions for a known time after the move, such as backups that no resource tells of. */
export const Hold = z.strictObject({
  of: z
    .string()
    .min(1)
    .optional()
    .describe('Resource id, or type, of the dependents that it is about; absent: it is about every key of the class'),
  reason: z.string().min(1),
  for: IsoDuration.describe('How long after the end of the rotation'),
});
export type Hold = z.infer<typeof Hold>;
