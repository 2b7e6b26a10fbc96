import * as z from 'zod';
import type { ApprovalRules } from '../policy/approval-rules';
import { isEmergency, type Cause } from './request';

/** What a second person said to a plan. */
const ApprovalDecision = z.object({
  approved: z.boolean(),
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
});

/** A plan that waits for a second person, or has waited. It is about the plan's content: another plan is another question. */
export const Approval = z.object({
  rotationId: z.string(),
  digest: z.string(),
  askedAt: z.iso.datetime(),
  remindAt: z.iso.datetime(),
  until: z.iso.datetime(),
  decision: ApprovalDecision.exactOptional(),
});
export type Approval = z.infer<typeof Approval>;

/** Wishes of people; the rest Rewrap begins by itself. */
const wishes: readonly Cause[] = ['manual', 'departure'];

/** Whether the rules ask for a second person. */
export const mustBeApproved = ({ required }: ApprovalRules, cause: Cause): boolean =>
  !isEmergency(cause) && (required === 'all' || (required === 'routine' && !wishes.includes(cause)));
