import * as z from 'zod';
import type { Move } from '../dependents/dependent';
import { countMoves } from './count-moves';
import type { RotationPlan } from './plan';
import type { RotationRecord, RotationState } from './record';
import { isTired } from './repairs';

/** How the workflow left a rotation. `moved` leaves the verdict to the proofs. */
export const Ending = z.enum(['moved', 'superseded', 'taken-back', 'parked', 'failed']);
export type Ending = z.infer<typeof Ending>;

const endedFor: Partial<Record<Ending, string>> = {
  superseded: 'an emergency came after the version was made',
  'taken-back': 'an operator has it taken back',
};

export interface Closing {
  readonly record: RotationRecord;
  readonly ending: Ending;
  readonly because: string | undefined;
  readonly plan: RotationPlan | undefined;
  readonly moves: readonly Move[];
  readonly now: Date;
}

/** What a record closes with: its verdict follows from the proofs in it. Pure. */
export function closing({
  record,
  ending,
  because,
  plan,
  moves,
  now,
}: Closing): Partial<RotationRecord> & Pick<RotationRecord, 'state'> {
  const counts = countMoves(plan?.dependents.total ?? 0, moves);
  const unproven = moves.filter(({ proof }) => proof === 'unproven');
  const reason = because ?? endedFor[ending] ?? whatIsLeft(unproven);
  const verdict = { state: stateOf(ending, counts.unproven), because: reason || undefined, nextStep: nextStepOf(plan) };
  const goesOn = verdict.state === 'proven' || ending === 'taken-back' || !isTired(record, unproven);
  return {
    ...(goesOn ? verdict : givenUp(record, reason)),
    closedAt: now.toISOString(),
    counts,
    pausedBy: undefined,
    approval: undefined,
  };
}

const nextStepOf = (plan: RotationPlan | undefined) => plan?.blockedBy[0]?.nextStep;

const whatIsLeft = (unproven: readonly Move[]): string =>
  unproven
    .slice(0, 5)
    .map(({ dependent, because }) => `${dependent}: ${because ?? 'not proven'}`)
    .join('; ');

const givenUp = ({ id, repairs }: RotationRecord, reason: string) => ({
  state: 'parked' as const,
  because: `${repairs?.count ?? 0} repairs brought it no further: ${reason}`,
  nextStep: `Mend it, then POST /api/rotations/${id}/resume`,
});

function stateOf(ending: Ending, unproven: number): RotationState {
  if (ending === 'taken-back') return 'parked';
  if (ending === 'parked' || ending === 'failed') return ending;
  return ending === 'moved' && unproven === 0 ? 'proven' : 'partial';
}
