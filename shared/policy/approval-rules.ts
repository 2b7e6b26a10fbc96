import * as z from 'zod';
import { IsoDuration } from './notations';

/** Whether a second person must agree before a rotation begins. By default nobody is asked, and an emergency asks nobody. */
export const ApprovalRules = z.strictObject({
  required: z
    .enum(['none', 'routine', 'all'])
    .default('none')
    .describe('`routine`: what Rewrap begins by itself; `all`: also what people ask for. Never an emergency'),
  remindAfter: IsoDuration.default('P1D').describe('When those who approve are told once more'),
  timeout: IsoDuration.default('P7D').describe('When a rotation that nobody approved is parked'),
});
export type ApprovalRules = z.infer<typeof ApprovalRules>;
