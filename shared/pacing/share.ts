import type { Asking } from './asking';
import type { Bucket } from './bucket';
import type { Draw } from './budget';
import { everyLane, type Loan } from './ledger';
import type { Lender } from './lender';

/** Time as this instance sees it, in milliseconds. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

interface Waiter {
  readonly cost: number;
  readonly lane: string;
  readonly urgent: boolean;
  readonly deadline: number;
  readonly answer: (notBefore: number | undefined) => void;
}

/** One bucket, as one instance uses it. */
export interface Share {
  /** Nothing once the call may be made, or the time to come back. */
  take(draw: Pick<Draw, 'cost' | 'lane'>, asking: Asking): Promise<number | undefined>;
  /** Charges for what turned out to be dearer; gives back what is less than nothing. */
  charge(cost: number): void;
  /** The service says that so much is left. */
  see(tokens: number): void;
  /** The service refuses more for so long. */
  shut(lane: string, seconds: number | undefined): Promise<void>;
  counts(): { readonly waiting: number; readonly putOff: number };
}

/** Farther ahead nobody is asked to come back. */
const longestPromiseMs = 5 * 60_000;
const shortestPauseMs = 10;
/** Back-off where the service names no time, doubling from one second. Source: Key Vault's throttling guidance. */
const longestBackOffMs = 16_000;
const roundingError = 1e-9;

const noLoan: Loan = { tokens: 0, perSecond: 0, from: 0, until: 0, more: true, closed: {} };

const sumOf = (waiters: readonly Waiter[]): number => waiters.reduce((sum, { cost }) => sum + cost, 0);

const laterOf = (some: Loan['closed'], others: Loan['closed']): Loan['closed'] =>
  Object.fromEntries(
    Object.keys({ ...some, ...others }).map((lane) => [lane, Math.max(some[lane] ?? 0, others[lane] ?? 0)]),
  );

/**
 * What this instance has borrowed of one bucket, and those who wait for it. Between two loans nothing outside is asked: what
 * was borrowed is handed out as it comes in.
 */
export const shareOf = (
  bucket: Bucket,
  { lender, clock, borrower }: { lender: Lender; clock: Clock; borrower: string },
): Share => {
  const { now, sleep } = clock;
  let queue: Waiter[] = [];
  let loan = noLoan;
  let used = 0;
  let seen: { tokens: number; at: number } | undefined;
  let isServing = false;
  let promised = 0;
  let putOff = 0;
  let backOffMs = 1_000;

  const left = (): number => {
    const lasted = Math.max(0, Math.min(now(), loan.until) - loan.from);
    return loan.tokens + (lasted / 1_000) * loan.perSecond - used;
  };
  const canBorrow = (): boolean => loan.more || now() >= loan.until;
  const opensAt = (lane: string): number => Math.max(loan.closed[everyLane] ?? 0, loan.closed[lane] ?? 0);
  const isOpen = ({ lane }: Waiter): boolean => opensAt(lane) <= now();

  /** When so much can have been handed out, as far as is known. */
  const readyAt = (cost: number): number => {
    const missing = cost - left();
    if (missing <= roundingError || loan.more) return now();
    return loan.perSecond > 0 ? now() + (missing / loan.perSecond) * 1_000 : loan.until;
  };

  /** In the order of the queue; calls in a closed lane are passed over. */
  const handOut = (): void => {
    let isShort = now() >= loan.until;
    queue = queue.filter((waiter) => {
      if (!isOpen(waiter)) return true;
      isShort ||= left() + roundingError < waiter.cost;
      if (isShort) return true;
      used += waiter.cost;
      waiter.answer(undefined);
      return false;
    });
  };

  /** Those who are put off are told times one after the other, so that they do not all come back at once. */
  const promise = (cost: number, earliest: number): number => {
    putOff += 1;
    const next = Math.max(promised, earliest) + (cost / bucket.perSecond) * 1_000;
    promised = Math.min(next, Math.max(earliest, now() + longestPromiseMs));
    return Math.ceil(promised);
  };

  const putOffLate = (): void => {
    let ahead = 0;
    queue = queue.filter((waiter) => {
      const { cost, lane, deadline, answer } = waiter;
      const ready = Math.max(opensAt(lane), readyAt(ahead + cost));
      const isInTime = ready <= deadline;
      if (isInTime) ahead += cost;
      else answer(promise(cost, ready));
      return isInTime;
    });
  };

  const borrow = async (): Promise<void> => {
    const open = queue.filter(isOpen);
    const [first] = open;
    if (!first) return;
    const at = now();
    const ask = {
      borrower,
      now: at,
      urgent: first.urgent,
      first: first.cost,
      needed: sumOf(open.filter(({ urgent }) => urgent === first.urgent)),
      back: loan.tokens + (loan.perSecond * (loan.until - loan.from)) / 1_000 - used,
      ...(seen && { atMost: seen.tokens + ((at - seen.at) / 1_000) * bucket.perSecond }),
    };
    const { closed } = loan;
    loan = { ...noLoan, closed };
    used = 0;
    seen = undefined;
    const lent = await lender.borrow(bucket, ask);
    loan = { ...lent, closed: laterOf(lent.closed, loan.closed) };
  };

  const untilNextLook = (): number => {
    const [first] = queue.filter(isOpen);
    const opening = Math.min(...queue.map(({ lane }) => opensAt(lane)));
    const next = first ? Math.min(readyAt(first.cost), loan.until) : opening;
    return Math.max(shortestPauseMs, next - now());
  };

  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    try {
      while (queue.length > 0) {
        if (canBorrow()) await borrow();
        handOut();
        putOffLate();
        if (queue.length > 0 && !(loan.more && queue.some(isOpen))) await sleep(untilNextLook());
      }
    } finally {
      isServing = false;
    }
  };

  return {
    take: ({ cost, lane = everyLane }, { urgent, patienceMs }) =>
      new Promise((answer) => {
        const waiter = { cost, lane, urgent, deadline: now() + patienceMs, answer };
        const at = urgent ? queue.findIndex((other) => !other.urgent) : -1;
        queue = at < 0 ? [...queue, waiter] : queue.toSpliced(at, 0, waiter);
        handOut();
        if (!canBorrow()) putOffLate();
        void serve();
      }),
    charge(cost) {
      used += cost;
    },
    see(tokens) {
      seen = { tokens, at: now() };
    },
    async shut(lane, seconds) {
      const isNews = opensAt(lane) <= now();
      if (isNews) backOffMs = now() - opensAt(lane) > 60_000 ? 1_000 : Math.min(backOffMs * 2, longestBackOffMs);
      const until = Math.max(opensAt(lane), now() + (seconds === undefined ? backOffMs : seconds * 1_000));
      const closed = { ...loan.closed, [lane]: until };
      if (lane === everyLane) used = 0;
      loan = lane === everyLane ? { ...noLoan, closed } : { ...loan, closed };
      await lender.shut(bucket, { lane, until, now: now() });
    },
    counts: () => ({ waiting: queue.length, putOff }),
  };
};
