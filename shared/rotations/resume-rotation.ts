import { RewrapError } from '../errors';
import { hashOf } from '../hash';
import { keyId } from '../keys/key-url';
import type { Workflows, World } from '../world';
import type { Finding } from './finding';
import type { RotationRecord } from './record';
import { recordOf } from './record-of';
import { isEmergency } from './request';
import { repairRotation, requestRotation, rotationInstance } from './request-rotation';
import { isUndoing } from './undo';

/** There is nothing that could go on, or something else goes on. `code` says which. */
export class ResumeRefused extends RewrapError {
  readonly status = 409;
  readonly code: string;
  readonly nextStep: string;
  constructor({ code, message, nextStep }: Finding) {
    super(`Expected a rotation that can go on. ${message}.`);
    this.code = code;
    this.nextStep = `${nextStep}.`;
  }
}

interface Wish {
  readonly reason: string;
  readonly requestedBy: string;
}

/**
 * Takes up at once what stopped: what was left behind, parked or taken back goes on to the version that was made; where none was
 * made, the rotation is asked for again. One that is under way is only woken. @throws {RotationUnknown} {ResumeRefused}
 */
export async function resumeRotation(
  world: Pick<World, 'records' | 'requests' | 'now'> & { workflows: Workflows },
  id: string,
  { reason, requestedBy }: Wish,
): Promise<RotationRecord> {
  const { records, workflows } = world;
  const record = await recordOf(world, id);
  const { key, closedAt, to, undo } = record;
  if (closedAt === undefined) {
    await workflows.tell(rotationInstance(key), 'request', {});
    return record;
  }
  const refusal = whyNotResumed(record, (await records.ofKey(key))[0]?.id);
  if (refusal) throw new ResumeRefused(refusal);

  const at = world.now().toISOString();
  await records.noteStep(id, { name: 'resume', at, outcome: `asked for by ${requestedBy}: ${reason}` });
  if (to === undefined) {
    const again = `${keyId(key)}-${hashOf('resume', id).slice(0, 16)}`;
    await requestRotation(world, { id: again, key, cause: 'manual', reason, requestedBy, requestedAt: at });
    return record;
  }
  const resumed = await records.update(id, { repairs: undefined, ...(undo && { undo: { ...undo, resumedAt: at } }) });
  await repairRotation(workflows, key);
  return resumed;
}

function whyNotResumed(record: RotationRecord, newest: string | undefined): Finding | undefined {
  const { id, key, state, cause, to } = record;
  if (newest !== id) {
    const nextStep = 'Resume that one; it moves all dependents to a version that is newer still';
    return {
      code: 'newer-rotation',
      message: `A newer rotation of ${key} has begun: ${newest ?? 'unknown'}`,
      nextStep,
    };
  }
  if (isUndoing(record)) {
    const nextStep = 'Wait until it is over, then ask again';
    return { code: 'undo-under-way', message: `The rotation of ${key} is being taken back`, nextStep };
  }
  if (state === 'proven') {
    return {
      code: 'nothing-to-resume',
      message: `The rotation of ${key} is proven`,
      nextStep: 'There is nothing to do',
    };
  }
  if (to === undefined && isEmergency(cause)) {
    const nextStep = 'Ask for it again with the role for it: POST /api/emergency-rotations';
    return { code: 'emergency-never-began', message: `No version was made in the emergency of ${key}`, nextStep };
  }
  return undefined;
}
