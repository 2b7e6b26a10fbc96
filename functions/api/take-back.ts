import * as z from 'zod';
import { askUndo } from '../../shared/rotations/ask-undo';
import { resumeRotation as resume } from '../../shared/rotations/resume-rotation';
import { endpoint } from './guarded';
import { Rotation, viewOf } from './rotation-view';
import { Reason } from './start-rotations';

/** A rotation by its own id, as its `statusUrl` names it. */
export const RotationId = z.object({ id: z.string().regex(/^[\w-]{1,100}$/) });

const accepted = { 202: { description: 'It was asked for; the rotation tells how far it has come', schema: Rotation } };

const UndoOrder = z
  .strictObject({
    reason: Reason,
    wave: z.int().min(1).optional().describe('Which wave of the plan, counted from 1; absent: all of them'),
    dependents: z.array(z.string().trim().min(1).toLowerCase()).min(1).max(200).optional().describe('Ids; absent: all'),
  })
  .meta({ id: 'UndoOrder' });

/** Brings what a rotation has moved back on the former version. Never happens by itself. */
export const undoRotation = endpoint({
  name: 'undoRotation',
  method: 'POST',
  route: 'rotations/{id}/undo',
  summary: 'Take a rotation, a wave of it, or some of its dependents back to the former version',
  role: 'Rewrap.Operate',
  accepts: { params: RotationId, body: UndoOrder },
  answers: accepted,
  async run({ params: { id }, body, caller, urlOf }, { world, workflows, log }) {
    const { reason, wave, dependents } = body;
    const order = { reason, requestedBy: caller.name, ...(wave && { wave }), ...(dependents && { dependents }) };
    const record = await askUndo({ ...world, workflows }, id, order);
    log.info('undo asked for', { rotation: id, wave, dependents, caller: caller.id });
    return { status: 202, jsonBody: viewOf(record, urlOf) };
  },
});

/** Takes up at once what stopped, was parked or was taken back. */
export const resumeRotation = endpoint({
  name: 'resumeRotation',
  method: 'POST',
  route: 'rotations/{id}/resume',
  summary: 'Let a rotation go on that is partial, parked, failed or was taken back',
  role: 'Rewrap.Operate',
  accepts: { params: RotationId, body: z.strictObject({ reason: Reason }).meta({ id: 'ResumeOrder' }) },
  answers: accepted,
  async run({ params: { id }, body: { reason }, caller, urlOf }, { world, workflows, log }) {
    const record = await resume({ ...world, workflows }, id, { reason, requestedBy: caller.name });
    log.info('resumption asked for', { rotation: id, caller: caller.id });
    return { status: 202, jsonBody: viewOf(record, urlOf) };
  },
});
