import { RewrapError } from '../errors';
import { hashOf } from '../hash';
import { keyId } from '../keys/key-url';
import { byAge } from '../keys/key-version';
import type { Workflows, World } from '../world';
import type { Finding } from './finding';
import { membersOfPlan } from './members-of-plan';
import type { RotationRecord } from './record';
import { recordOf } from './record-of';
import { repairRotation, requestRotation, rotationInstance } from './request-rotation';

/** What was confirmed is not to be seen, or nothing was asked of a person. `code` says which. */
export class ConfirmationRefused extends RewrapError {
  readonly status = 409;
  readonly code: string;
  readonly nextStep: string;
  constructor({ code, message, nextStep }: Finding) {
    super(`Expected to see what a person was asked to do. ${message}.`);
    this.code = code;
    this.nextStep = `${nextStep}.`;
  }
}

interface Confirmation {
  /** Absent: the new version of the key itself. */
  readonly dependent?: string | undefined;
  readonly note: string;
  readonly confirmedBy: string;
}

type Ports = Pick<World, 'records' | 'requests' | 'plans' | 'keys' | 'dependents' | 'now'> & {
  readonly workflows: Workflows;
};

/**
 * Takes note that a person has done the steps asked for, and has it verified: nothing counts as moved because somebody says so.
 * The rotation looks again at once. @throws {RotationUnknown} {ConfirmationRefused}
 */
export async function confirmSteps(world: Ports, id: string, said: Confirmation): Promise<RotationRecord> {
  const record = await recordOf(world, id);
  const { dependent, note, confirmedBy } = said;
  await world.records.noteStep(id, {
    name: `confirm ${dependent ?? 'new version'}`,
    at: world.now().toISOString(),
    outcome: `said by ${confirmedBy}: ${note}`,
  });
  if (dependent === undefined) await followNewVersion(world, record, said);
  else await lookAgain(world, record, dependent);
  return record;
}

/** A key whose material comes from elsewhere: the new version is followed like any that someone else made. */
async function followNewVersion(world: Ports, { key, from }: RotationRecord, { note, confirmedBy }: Confirmation) {
  const newest = (await world.keys.versions(key)).toSorted(byAge).at(-1)?.version;
  if (newest === undefined || newest === from) {
    throw new ConfirmationRefused({
      code: 'no-new-version',
      message: `The newest version of ${key} is still ${from}`,
      nextStep: 'Import the new version into the vault, then confirm again',
    });
  }
  await requestRotation(world, {
    id: `${keyId(key)}-${hashOf('confirmed', newest).slice(0, 16)}`,
    key,
    cause: 'foreign-version',
    reason: note,
    requestedBy: confirmedBy,
    requestedAt: world.now().toISOString(),
    version: newest,
  });
}

async function lookAgain(world: Ports, record: RotationRecord, dependent: string): Promise<void> {
  const { id, key, to, planId, closedAt, state } = record;
  const members = planId === undefined ? [] : await membersOfPlan(world.plans, planId);
  const member = members.find((each) => each.id.toLowerCase() === dependent.toLowerCase());
  if (!member || to === undefined) {
    throw new ConfirmationRefused({
      code: 'not-a-dependent',
      message: `${dependent} is none of those that the rotation is to move`,
      nextStep: `Look which there are: GET /api/rotations/${id}`,
    });
  }
  const { proof, because } = await world.dependents.observe(member, { key, to });
  if (proof === 'unproven') {
    throw new ConfirmationRefused({
      code: 'not-seen',
      message: `${dependent} is not on version ${to}: ${because ?? 'it does not show it'}`,
      nextStep: 'Finish the steps, then confirm again',
    });
  }
  if (closedAt === undefined) await world.workflows.tell(rotationInstance(key), 'request', {});
  else if (state !== 'proven') await repairRotation(world.workflows, key);
}
