import * as z from 'zod';
import { decideApproval } from '../../shared/rotations/decide-approval';
import { endpoint } from './guarded';
import { Rotation, viewOf } from './rotation-view';
import { Reason } from './start-rotations';
import { RotationId } from './take-back';

const Digest = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('`plan.digest` of the rotation: the word holds for this plan, and for no other');

const judged = (name: string, approved: boolean, summary: string) =>
  endpoint({
    name,
    method: 'POST',
    route: `rotations/{id}/${approved ? 'approve' : 'reject'}`,
    summary,
    role: 'Rewrap.Approve',
    accepts: {
      params: RotationId,
      body: z
        .strictObject({ digest: Digest, reason: approved ? Reason.default('approved') : Reason })
        .meta({ id: approved ? 'Approval' : 'Rejection' }),
    },
    answers: { 202: { description: 'It is noted, and the rotation was woken', schema: Rotation } },
    async run({ params: { id }, body: { digest, reason }, caller, urlOf }, { world, workflows, log }) {
      const record = await decideApproval({ ...world, workflows }, id, {
        digest,
        approved,
        reason,
        caller,
      });
      log.info('plan judged', { rotation: id, digest, approved, caller: caller.id });
      return { status: 202, jsonBody: viewOf(record, urlOf) };
    },
  });

/** A second person agrees to the plan of a rotation. Whoever asked for the rotation cannot. */
export const approveRotation = judged('approveRotation', true, 'Approve the plan of a rotation that waits for it');

/** A second person does not agree: the rotation is parked with the reason. */
export const rejectRotation = judged('rejectRotation', false, 'Reject the plan of a rotation that waits for approval');
