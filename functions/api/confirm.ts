import * as z from 'zod';
import { confirmSteps } from '../../shared/rotations/confirm-steps';
import { endpoint } from './guarded';
import { Rotation, viewOf } from './rotation-view';
import { RotationId } from './take-back';

/** A person has done what only people may do. It is verified, never believed. */
export const confirmRotation = endpoint({
  name: 'confirmRotation',
  method: 'POST',
  route: 'rotations/{id}/confirm',
  summary: 'Say that the steps for a person are done; Rewrap looks, and goes on if it sees it',
  role: 'Rewrap.Operate',
  accepts: {
    params: RotationId,
    body: z
      .strictObject({
        dependent: z
          .string()
          .trim()
          .min(1)
          .max(1_000)
          .optional()
          .describe('Id of the dependent; absent: a new version of the key was imported'),
        note: z.string().trim().min(1).max(500).describe('What was done; kept in the evidence'),
      })
      .meta({ id: 'Confirmation' }),
  },
  answers: { 202: { description: 'It is to be seen, and the rotation goes on', schema: Rotation } },
  async run({ params: { id }, body: { dependent, note }, caller, urlOf }, { world, workflows, log }) {
    const record = await confirmSteps({ ...world, workflows }, id, { dependent, note, confirmedBy: caller.name });
    log.info('steps of a person confirmed', { rotation: id, dependent, caller: caller.id });
    return { status: 202, jsonBody: viewOf(record, urlOf) };
  },
});
