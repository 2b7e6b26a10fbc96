import type { Dependent, Move } from '../dependents/dependent';
import { exposuresOf } from '../dependents/exposure';
import { countProofs } from '../rotations/count-moves';
import type { RecordedStep, RotationRecord } from '../rotations/record';
import type { IncidentKey } from './incident';
import type { DependentProgress, KeyProgress } from './key-progress';
import { weaknesses } from './mode';

/** All that is known of one key of an incident. */
export interface KeyFound {
  readonly key: IncidentKey;
  readonly record?: RotationRecord;
  /** Why no rotation answers for it, where none will. */
  readonly because?: string;
  /** To the version that the rotation made. */
  readonly moves: readonly Move[];
  readonly steps: readonly RecordedStep[];
  readonly members: readonly Dependent[];
}

/** How far one key is. Pure. */
export function progressOf({ key, record, because, moves, steps, members }: KeyFound): KeyProgress {
  const { advice, contained, containing, requestId: _request, rank: _rank, askedAt, ...asked } = key;
  const proven = moves.filter(({ proof }) => proof !== 'unproven');
  const times = { asked: askedAt, ...(contained && !containing && { contained: contained.at }) };
  return {
    ...asked,
    ...(record ? ofRecord(record) : notBegun(because)),
    ...(containing?.because && { notContained: containing.because }),
    times: { ...times, ...(record && timesOf(record, steps)) },
    counts: { total: Math.max(members.length, moves.length), proven: proven.length, byProof: countProofs(moves) },
    dependents: dependentsOf(moves, members),
    ...(advice && { advice }),
    leavesOpen: advice ? weaknesses(asked, advice) : [],
    ...(members.length > 0 && { exposures: exposuresOf(members) }),
  };
}

const notBegun = (because: string | undefined) =>
  because === undefined
    ? { state: 'planned' }
    : { state: 'closed', because, nextStep: 'Mend it, and call again with the same incidentId' };

const ofRecord = ({ id, state, because, nextStep, toKey, retirement }: RotationRecord) => ({
  state,
  rotationId: id,
  ...(because && { because }),
  ...(nextStep && { nextStep }),
  ...(toKey && { toKey }),
  ...(retirement && retirementOf(retirement)),
});

const retirementOf = ({ state, reasons }: NonNullable<RotationRecord['retirement']>) => ({
  retirement: state,
  ...(reasons.length > 0 && { holds: reasons.map(({ message, nextStep }) => `${message}. ${nextStep}`) }),
});

function timesOf({ state, closedAt, retirement }: RotationRecord, steps: readonly RecordedStep[]) {
  const made = steps.find(({ name }) => name === 'create version')?.at;
  return {
    ...(made && { newVersion: made }),
    ...(state === 'proven' && closedAt && { proven: closedAt }),
    ...(retirement?.state === 'retired' && { disabled: retirement.at }),
  };
}

/** Those that nobody has looked at yet stand there, too. */
function dependentsOf(moves: readonly Move[], members: readonly Dependent[]): DependentProgress[] {
  const seen = new Map(moves.map((move) => [move.dependent, move]));
  const ids = [...new Set([...members.map(({ id }) => id), ...seen.keys()])];
  return ids.map((dependent) => {
    const move = seen.get(dependent);
    return move ? ofMove(move) : { dependent, state: 'planned' };
  });
}

const ofMove = ({ dependent, state, proof, because, at, provenAt = at }: Move): DependentProgress => ({
  dependent,
  state,
  ...(because && { because }),
  ...(proof !== 'unproven' && { provenAt, proof }),
});
