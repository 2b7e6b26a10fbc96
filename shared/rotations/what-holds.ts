import type { ApprovalRules } from '../policy/approval-rules';
import type { World } from '../world';
import { askApproval } from './ask-approval';
import { lookAgainAt, pausedInWords } from './pause';
import { pauseOf } from './pause-of';
import type { RotationPlan } from './plan';
import type { RotationRecord } from './record';

/** What keeps a planned rotation from beginning, besides what blocks the plan itself; as the record shows it. */
export interface Hold {
  /** Look again then, or when somebody wakes the rotation. */
  readonly notBefore?: string | undefined;
  readonly refused?: string;
  readonly because?: string;
  readonly pausedBy?: string;
  readonly approval?: RotationRecord['approval'];
}

/** Asks for a pause first, then for a second person's word, then for the window. */
export async function whatHolds(
  world: Pick<World, 'pauses' | 'approvals' | 'records' | 'plans' | 'alerts' | 'now'>,
  { record, plan, rules }: { record: RotationRecord; plan: RotationPlan; rules: ApprovalRules | undefined },
): Promise<Hold> {
  const pause = await pauseOf(world, { ...record, planId: plan.id });
  if (pause) {
    return { notBefore: lookAgainAt(pause, world.now()), because: pausedInWords(pause), pausedBy: pause.id };
  }
  const permission = await askApproval(world, { record, plan, rules });
  switch (permission.may) {
    case 'begin':
      return { notBefore: plan.notBefore };
    case 'not-begin':
      return { refused: `The plan may not be carried out: ${permission.because}` };
    case 'wait': {
      const { digest, until } = permission;
      return { notBefore: until, because: `waits for approval of its plan ${digest}`, approval: { digest } };
    }
  }
}
