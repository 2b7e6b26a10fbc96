import * as z from 'zod';
import { approveRelease, askRelease } from '../../shared/rotations/release-hold';
import { endpoint } from './guarded';
import { Rotation, viewOf } from './rotation-view';
import { Reason } from './start-rotations';
import { RotationId } from './take-back';

const Digest = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('`holdRelease.digest` of the rotation: the word holds for this wish, and for no other');

/** One person wants an old version to be no longer held. Nothing happens before another agrees. */
export const releaseHold = endpoint({
  name: 'releaseHold',
  method: 'POST',
  route: 'rotations/{id}/release-hold',
  summary: 'Ask that the old versions of a rotation are no longer held for the reasons that hold them now',
  role: 'Rewrap.Operate',
  accepts: { params: RotationId, body: z.strictObject({ reason: Reason }).meta({ id: 'ReleaseWish' }) },
  answers: { 202: { description: 'It is noted, and waits for a second person', schema: Rotation } },
  async run({ params: { id }, body: { reason }, caller, urlOf }, { world, log }) {
    const record = await askRelease(world, id, { reason, caller });
    log.info('release of a hold asked for', { rotation: id, caller: caller.id });
    return { status: 202, jsonBody: viewOf(record, urlOf) };
  },
});

/** A second person agrees. Whoever asked for it cannot. */
export const approveHoldRelease = endpoint({
  name: 'approveHoldRelease',
  method: 'POST',
  route: 'rotations/{id}/release-hold/approve',
  summary: 'Agree that the old versions of a rotation are no longer held for the reasons that the wish names',
  role: 'Rewrap.Approve',
  accepts: {
    params: RotationId,
    body: z.strictObject({ digest: Digest, reason: Reason.default('approved') }).meta({ id: 'ReleaseApproval' }),
  },
  answers: { 202: { description: 'It is noted, and the gate is asked at once', schema: Rotation } },
  async run({ params: { id }, body: { digest, reason }, caller, urlOf }, { world, workflows, log }) {
    const record = await approveRelease({ ...world, workflows }, id, { digest, reason, caller });
    log.info('release of a hold approved', { rotation: id, digest, caller: caller.id });
    return { status: 202, jsonBody: viewOf(record, urlOf) };
  },
});
