import type { Dependent, Move } from '../../../shared/dependents/dependent';
import type { KeyUrl } from '../../../shared/keys/key-url';
import type { Dependents } from '../../../shared/world';
import { aPolicy, key, v1, v2 } from './a-key';

/** What may differ from moving to v2 of the key, without an emergency. */
export interface How {
  readonly key?: KeyUrl;
  readonly toKey?: KeyUrl;
  readonly to?: string;
  /** On the way back. */
  readonly from?: string;
  readonly nudge?: boolean;
  readonly earlier?: Move;
}

interface Clock {
  readonly now: () => Date;
  readonly pass: (seconds: number) => void;
}

/** Moves dependents as the workflow does: one call after the other, each when the last asked for it. Tells every answer. */
export const driving = (dependents: Dependents, { now, pass }: Clock) => {
  const moves: Move[] = [];

  /** Finds the one dependent there is. */
  const only = async (of = key): Promise<Dependent> => {
    const { dependents: found } = await dependents.find(of, aPolicy());
    if (!found[0] || found.length > 1) throw new Error(`expected one dependent, found ${JSON.stringify(found)}`);
    return found[0];
  };

  const noted = async (move: Promise<Move>): Promise<Move> => {
    moves.push(await move);
    return move;
  };
  const step = (dependent: Dependent, how: How = {}): Promise<Move> =>
    noted(dependents.move(dependent, { key, to: v2, nudge: false, ...how }));
  const stepBack = (dependent: Dependent, how: How = {}): Promise<Move> =>
    noted(dependents.undo(dependent, { key, from: v2, to: v1, ...how }));

  /** Until it is no longer pending, always waiting as long as asked. */
  const untilOver = async (advance: typeof step, dependent: Dependent, how: How): Promise<Move> => {
    let move = await advance(dependent, how);
    for (let turn = 0; move.state === 'pending' && turn < 100; turn++) {
      pass((Date.parse(move.checkAgainAt ?? '') - now().getTime()) / 1_000);
      move = await advance(dependent, { ...how, earlier: move });
    }
    return move;
  };
  const drive = (dependent: Dependent, how: How = {}) => untilOver(step, dependent, how);
  const driveBack = (dependent: Dependent, how: How = {}) => untilOver(stepBack, dependent, how);

  return { only, step, stepBack, drive, driveBack, moves };
};
