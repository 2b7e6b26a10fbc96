import { Duration } from 'luxon';
import { approvalWanted } from '../alerts/approval-wording';
import type { ApprovalRules } from '../policy/approval-rules';
import type { World } from '../world';
import { mustBeApproved, type Approval } from './approval';
import type { RotationPlan } from './plan';
import type { RotationRecord } from './record';

/** Whether a plan may be carried out, has to wait for a second person, or must not be carried out. */
export type Permission =
  | { readonly may: 'begin' }
  | { readonly may: 'wait'; readonly until: string; readonly digest: string }
  | { readonly may: 'not-begin'; readonly because: string };

/**
 * Asks for a second person's word to the plan, where the class of the key wants one; tells those who can give it, once more
 * after a while, and gives up in the end. Once a version is made the word has been used: repairs need no other.
 */
export async function askApproval(
  world: Pick<World, 'approvals' | 'records' | 'alerts' | 'now'>,
  { record, plan, rules }: { record: RotationRecord; plan: RotationPlan; rules: ApprovalRules | undefined },
): Promise<Permission> {
  const { digest } = plan;
  if (!rules || digest === undefined || !mustBeApproved(rules, record.cause)) return { may: 'begin' };
  if (plan.blockedBy.length > 0 || (await hasBegun(world, record, plan))) return { may: 'begin' };

  const asked = await world.approvals.ask(questionOf(record.id, digest, { rules, now: world.now() }));
  return asked.decision ? permissionOf(asked.decision) : waitForIt(world, record, asked);
}

const permissionOf = ({ approved, by, reason }: NonNullable<Approval['decision']>): Permission =>
  approved ? { may: 'begin' } : { may: 'not-begin', because: `rejected by ${by}: ${reason}` };

async function waitForIt(
  { alerts, now }: Pick<World, 'alerts' | 'now'>,
  record: RotationRecord,
  asked: Approval,
): Promise<Permission> {
  const { digest, remindAt, until } = asked;
  const at = now().toISOString();
  if (at >= until) return { may: 'not-begin', because: `nobody approved it until ${until}` };
  const isReminder = at >= remindAt;
  await alerts.raise(approvalWanted(record, asked, isReminder));
  return { may: 'wait', until: isReminder ? until : remindAt, digest };
}

/** A version made by someone else is there from the start: then only a move is a beginning. */
async function hasBegun(
  { records }: Pick<World, 'records'>,
  { id, mode }: RotationRecord,
  { to }: RotationPlan,
): Promise<boolean> {
  if (to === undefined || mode === 'rotate') return to !== undefined;
  return (await records.moves(id)).some((move) => move.to === to);
}

function questionOf(rotationId: string, digest: string, { rules, now }: { rules: ApprovalRules; now: Date }): Approval {
  const after = (duration: string) => new Date(now.getTime() + Duration.fromISO(duration).toMillis()).toISOString();
  const until = after(rules.timeout);
  const remindAt = after(rules.remindAfter);
  return { rotationId, digest, askedAt: now.toISOString(), remindAt: remindAt < until ? remindAt : until, until };
}
