import { ArmBusy, ArmConflict, ArmNotFound, ArmRefused, ArmRejected } from '../azure/arm-errors';
import type { ArmDependent } from './arm-dependent';
import type { Decision, Wish } from './decision';
import type { Move } from './dependent';

/** What a move says of itself. */
export type Outcome = Pick<Move, 'state' | 'proof' | 'because' | 'checkAgainAt' | 'operation'>;

const day = 24 * 60 * 60_000;

const inMs = (from: Date, ms: number) => new Date(from.getTime() + ms).toISOString();

/** Under way: look again in so many seconds. */
export const pending = (wish: Pick<Wish, 'now'>, because: string, seconds: number, operation?: string): Outcome => ({
  state: 'pending',
  proof: 'unproven',
  because,
  checkAgainAt: inMs(wish.now, Math.max(seconds, 1) * 1_000),
  ...(operation && { operation }),
});

/** Not moved, for a reason that the next try may not find. */
export const failed = (because: string): Outcome => ({ state: 'failed', proof: 'unproven', because });

/** A decision to say where it stands, said. */
export const answered = (
  { answer, lookAgainMs }: Extract<Decision, { do: 'answer' }>,
  { now }: Pick<Wish, 'now'>,
): Outcome => ({
  ...answer,
  ...(lookAgainMs && { checkAgainAt: inMs(now, lookAgainMs) }),
});

type Times = Pick<Wish, 'now' | 'startedAt'>;

const isStuck = ({ now, startedAt }: Times): boolean => now.getTime() - startedAt.getTime() > day;

type Codes = ArmDependent['codes'];

/** What the type says of a code of its service. */
export const meaningOf = (codes: Codes, code: string | undefined) => (code ? codes?.[code] : undefined);

/** What a code means for the move, where the type says so. */
export const outcomeOfCode = (codes: Codes, code: string | undefined, because: string, wish: Times) => {
  const meaning = meaningOf(codes, code);
  if (meaning === 'stay') {
    const unharmed = `${because} It stays as it is and works: keep the version that it uses enabled.`;
    return { state: 'needs-person', proof: 'unproven', because: unharmed } satisfies Outcome;
  }
  return meaning === 'wait' && !isStuck(wish) ? pending(wish, because, 60) : undefined;
};

const hasCode = (error: unknown): error is ArmConflict | ArmRejected =>
  error instanceof ArmConflict || error instanceof ArmRejected;

/** The code of an answer that says no. */
export const codeOf = (error: unknown): string | undefined => (hasCode(error) ? error.armCode : undefined);

/** What another change of the resource means. */
const outcomeOfConflict = (error: ArmConflict, wish: Times, operation?: string): Outcome =>
  error.locked || isStuck(wish)
    ? failed(error.message)
    : pending(wish, error.message, error.retryAfterSeconds ?? 30, operation);

/** What an answer of ARM means for the move. Faults that may pass are thrown on. */
export const outcomeOf = (error: unknown, codes: Codes, wish: Times, operation?: string): Outcome => {
  if (error instanceof ArmBusy) return pending(wish, error.message, error.retryAfterSeconds ?? 60, operation);
  const byCode = hasCode(error) ? outcomeOfCode(codes, error.armCode, error.message, wish) : undefined;
  if (byCode) return byCode;
  if (error instanceof ArmConflict) return outcomeOfConflict(error, wish, operation);
  if (error instanceof ArmRefused || error instanceof ArmRejected || error instanceof ArmNotFound)
    return failed(error.message);
  throw error;
};
