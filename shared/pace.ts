import { RewrapError } from './errors';

/** A service said that we ask too often, or would. `retryAfterMs` is what it asked for, where it did. */
export class TooFast extends RewrapError {
  readonly code = 'vault-busy';
  readonly status = 503;
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Lets calls through as fast as the service takes them, and repeats those that it puts off. */
export type Pace = <T>(call: () => Promise<T>) => Promise<T>;

/** Key Vault counts over ten seconds. Source: Key Vault service limits. */
const windowMs = 10_000;
/** Pauses after a refusal that asks for none: doubling while refusals follow one another. */
const shortestPauseMs = 100;
const longestPauseMs = 2_000;
/** What a new rate brings shows after a while: until then refusals only pause. */
const settlingMs = 3_000;
/** A caller waits so long at most: others may use the budget up for hours. */
const patienceMs = 300_000;
/** Slower than what was granted by so much after a refusal. */
const slower = 0.98;
/** Faster by so much with each second: a little at first, and soon where two windows have passed without a refusal. */
const faster = { atFirst: 1.01, unrefused: 1.1 };
/** Starts that were missed are made up for within this time. */
const slackMs = 250;

interface Surroundings {
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

const tickMs = 100;

/** Successes by the tick: what the service granted over its window. */
const grantedCount = () => {
  const perTick = new Map<number, number>();
  const oldestAt = (at: number) => Math.floor((at - windowMs) / tickMs);
  return {
    note(at: number): void {
      const tick = Math.floor(at / tickMs);
      perTick.set(tick, (perTick.get(tick) ?? 0) + 1);
      for (const [old] of perTick) {
        if (old > oldestAt(at)) return;
        perTick.delete(old);
      }
    },
    /** Calls per millisecond. */
    rate: (at: number): number => {
      const recent = [...perTick].filter(([tick]) => tick > oldestAt(at));
      return recent.reduce((sum, [, count]) => sum + count, 0) / windowMs;
    },
  };
};

/**
 * Begins without a limit. When the service refuses, all calls pause, and then go on at the rate that it has granted over its
 * last window; without refusals that rate grows by and by. It knows nothing of other processes: each that shares the budget
 * finds its share in this way.
 */
export const adaptivePace = ({ now, pause }: Surroundings): Pace => {
  const granted = grantedCount();
  let begunAt = Infinity;
  let rate = Infinity;
  let raisedAt = now();
  let slowedAt = -Infinity;
  let refusedAt = -Infinity;
  let nextStart = 0;
  let pausedUntil = 0;
  let refusals = 0;

  const raise = (at: number) => {
    if (rate === Infinity || at - raisedAt < 1_000) return;
    const each = at - refusedAt > 2 * windowMs ? faster.unrefused : faster.atFirst;
    rate *= each ** Math.floor((at - raisedAt) / 1_000);
    raisedAt = at;
  };

  /** Waits for the next free start. Timers are coarse and processes are held up: what was just missed may be made up for. */
  const slot = async (): Promise<void> => {
    const at = now();
    raise(at);
    const start = Math.max(at - slackMs, nextStart);
    nextStart = start + 1 / rate;
    if (start - at >= 2) await pause(start - at);
  };

  const turn = async (): Promise<void> => {
    do {
      for (let at = now(); at < pausedUntil; at = now()) await pause(pausedUntil - at);
      if (rate < Infinity) await slot();
    } while (now() < pausedUntil);
  };

  /** Those under way together are refused together: that is one refusal. */
  const slowDown = (refused: TooFast): void => {
    const at = now();
    if (at < pausedUntil) return;
    raisedAt = at;
    refusedAt = at;
    // While refusals follow one another little is granted, which tells nothing of how much will be. Nor does less than a
    // whole window: before us, others may have used it up.
    const measured = granted.rate(at);
    if (refusals === 0 && at - slowedAt >= settlingMs && at - begunAt >= windowMs) {
      rate = Math.max(Math.min(rate, measured) * slower, rate === Infinity ? 0 : rate * 0.9);
      slowedAt = at;
    }
    nextStart = at;
    pausedUntil = at + (refused.retryAfterMs ?? Math.min(shortestPauseMs * 2 ** refusals, longestPauseMs));
    refusals += 1;
  };

  return async (call) => {
    begunAt = Math.min(begunAt, now());
    const until = now() + patienceMs;
    for (;;) {
      await turn();
      try {
        const result = await call();
        granted.note(now());
        refusals = 0;
        return result;
      } catch (error) {
        if (!(error instanceof TooFast) || now() >= until) throw error;
        slowDown(error);
      }
    }
  };
};
