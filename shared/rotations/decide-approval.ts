import { RewrapError } from '../errors';
import type { Workflows, World } from '../world';
import type { Approval } from './approval';
import type { RotationRecord } from './record';
import { recordOf } from './record-of';
import { rotationInstance } from './request-rotation';

/** The rotation does not wait for this word. */
export class ApprovalNotWanted extends RewrapError {
  readonly code = 'approval-not-wanted';
  readonly status = 409;
  readonly nextStep =
    'Read the rotation again; if it waits for approval, answer with the digest of its plan as it is now.';
  constructor(id: string, digest: string, wanted: string | undefined) {
    super(
      `Expected rotation ${id} to wait for approval of the plan ${digest}, but ${wanted ? `it waits for that of ${wanted}: the world has changed` : 'it waits for none'}.`,
    );
  }
}

/** Somebody else has said the contrary before. */
export class AlreadyDecided extends RewrapError {
  readonly code = 'already-decided';
  readonly status = 409;
  readonly nextStep = 'Ask for the rotation again if it must go another way.';
  constructor({ by, approved, at }: NonNullable<Approval['decision']>) {
    super(`Expected a plan that nobody has judged, but ${by} ${approved ? 'approved' : 'rejected'} it at ${at}.`);
  }
}

/** Whoever wants a rotation does not approve it. */
export class OwnWish extends RewrapError {
  readonly code = 'approver-is-requester';
  readonly status = 403;
  readonly nextStep = 'Have somebody else approve it.';
  constructor() {
    super('Expected a second person, but you are among those who asked for it, or you are Rewrap itself.');
  }
}

interface Word {
  readonly digest: string;
  readonly approved: boolean;
  readonly reason: string;
  readonly caller: { readonly id: string; readonly name: string };
}

/**
 * Takes a second person's word to a plan: it is written first, then the rotation is woken and reads it.
 * @throws {RotationUnknown} {ApprovalNotWanted} {OwnWish} {AlreadyDecided}
 */
export async function decideApproval(
  world: Pick<World, 'records' | 'requests' | 'approvals' | 'ownIdentities' | 'now'> & {
    readonly workflows: Workflows;
  },
  id: string,
  { digest, approved, reason, caller }: Word,
): Promise<RotationRecord> {
  const record = await recordOf(world, id);
  if (approved && (await isOwn(world, record, caller.id))) throw new OwnWish();
  const wanted = record.closedAt === undefined ? record.approval?.digest : undefined;
  if (wanted !== digest) throw new ApprovalNotWanted(id, digest, wanted);

  const word = { approved, by: caller.name, at: world.now().toISOString(), reason };
  const { decision = word } = (await world.approvals.decide(id, digest, word)) ?? {};
  if (decision.approved !== approved) throw new AlreadyDecided(decision);
  const outcome = `${approved ? 'approved' : 'rejected'} by ${decision.by}: ${decision.reason}`;
  await world.records.noteStep(id, { name: `judge plan ${digest.slice(0, 8)}`, at: decision.at, outcome });
  await world.workflows.tell(rotationInstance(record.key), 'request', {});
  return record;
}

/** Names of callers end with their object id. */
async function isOwn(
  { requests, ownIdentities }: Pick<World, 'requests' | 'ownIdentities'>,
  { id, requestedBy }: RotationRecord,
  caller: string,
): Promise<boolean> {
  if (ownIdentities.includes(caller.toLowerCase())) return true;
  const others = await requests.takenBy(id);
  return isOneOf([requestedBy, ...others.map((request) => request.requestedBy)], caller);
}

/** Whether a caller is among those who are named. */
export const isOneOf = (names: readonly string[], caller: string): boolean =>
  names.some((name) => name.endsWith(`(${caller})`));
