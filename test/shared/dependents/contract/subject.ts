import type { MoveMode } from '../../../../shared/dependents/dependent';
import type { Call } from '../arm-estate';
import type { Stage, Wishes } from './stage';

/** One adapter in one of the ways in which a dependent of it can name a key. */
export interface Subject {
  /** As the registry of adapters calls it. */
  readonly type: string;
  /** What tells it apart among others of its type. */
  readonly what: string;
  readonly id: string;
  readonly mode: MoveMode;
  readonly stage: (wishes?: Wishes) => Stage;
  /** Writes that move it from v1 to v2, these and no others. */
  readonly writes: readonly Call[];
  /** Writes in an emergency. */
  readonly nudges: readonly Call[];
  /** The write that does the work, on every way. */
  readonly lastWrite: { readonly method: 'PUT' | 'PATCH'; readonly path: string };
  /** It tells no version: what becomes of it can only be assumed. */
  readonly silent?: true;
  /** A look later tells less than the move, which knows what was done. */
  readonly laterAssumed?: true;
  /** A change that goes on after the answer names no operation to ask, so nobody is told why it failed. */
  readonly untold?: true;
  /** Its service answers when a change is done, so that none can fail afterwards. */
  readonly answersAtOnce?: true;
  /** How it cannot go back: its service refuses an older version, or takes the newest only. */
  readonly staysForward?: 'refused' | 'not tried';
  /** Actions that its owner grants beside what the type lists. */
  readonly granted?: readonly string[];
  /** Documented time in which it follows, in seconds. */
  readonly lagSeconds?: number;
}

/** `Microsoft.Sql/servers, pinned` */
export const nameOf = ({ type, what }: Subject): string => `${type}, ${what}`;
