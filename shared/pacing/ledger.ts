import * as z from 'zod';
import { reserved, type Bucket } from './bucket';

/** Closes every lane of a bucket. */
export const everyLane = '*';

/** Longest time that a service's word keeps a bucket closed. */
const longestClosedMs = 60 * 60_000;

/** An instance counts as there for so many leases after it last asked. */
const leasesRemembered = 3;

/** Sums of fractions miss their goal by less. */
const roundingError = 1e-9;

const time = z.int().describe('Milliseconds since 1970');

/** How one bucket stands, as all instances share it. Below zero: what comes in next has been lent already. */
export const Ledger = z.object({
  bucket: z.string(),
  capacity: z.number(),
  perSecond: z.number(),
  tokens: z.number(),
  at: time,
  closed: z.record(z.string(), time).describe('Lanes that the service has closed, and until when'),
  borrowers: z.record(z.string(), time).describe('Instances, and when each asked last'),
  lent: z.number().describe('Tokens lent since the ledger was opened, less those given back'),
  throttled: z.int().describe('Answers 429 since the ledger was opened'),
});
export type Ledger = z.infer<typeof Ledger>;

/** Who asks for how much. */
export interface Ask {
  readonly borrower: string;
  readonly now: number;
  readonly urgent: boolean;
  /** What the first call in the queue costs. */
  readonly first: number;
  /** What all calls in the queue cost. */
  readonly needed: number;
  /** What is left of the last loan. */
  readonly back: number;
  /** What the service says is left, by now. */
  readonly atMost?: number;
}

/** `tokens` at once and `perSecond` while it lasts. */
export interface Loan {
  readonly tokens: number;
  readonly perSecond: number;
  readonly from: number;
  readonly until: number;
  /** There is more to be had right now. */
  readonly more: boolean;
  readonly closed: Ledger['closed'];
}

/** A ledger that nobody has written in yet. */
export const opened = ({ name, capacity, perSecond }: Bucket, now: number): Ledger => ({
  bucket: name,
  capacity,
  perSecond,
  tokens: capacity,
  at: now,
  closed: {},
  borrowers: {},
  lent: 0,
  throttled: 0,
});

const later = (times: Ledger['closed'], than: number): Ledger['closed'] =>
  Object.fromEntries(Object.entries(times).filter(([, at]) => at > than));

/** With what has come in by `now`. A clock that is behind the last writer's adds nothing. */
export const filled = (ledger: Ledger, bucket: Bucket, now: number): Ledger => {
  const { capacity, perSecond } = bucket;
  const opensAt = ledger.closed[everyLane] ?? 0;
  const since = Math.max(ledger.at, Math.min(opensAt, now));
  const came = (Math.max(0, now - since) / 1_000) * perSecond;
  return {
    ...ledger,
    capacity,
    perSecond,
    tokens: Math.min(capacity, ledger.tokens + came),
    at: Math.max(ledger.at, now),
    closed: later(ledger.closed, now),
    borrowers: later(ledger.borrowers, now - leasesRemembered * bucket.leaseMs),
  };
};

const settled = (ledger: Ledger, { borrower, now, back, atMost = Infinity }: Ask, capacity: number): Ledger => ({
  ...ledger,
  tokens: Math.min(capacity, ledger.tokens + back, atMost),
  lent: ledger.lent - back,
  borrowers: { ...ledger.borrowers, [borrower]: now },
});

/** How much is lent: of what is there, and of what comes in during the lease. */
const portion = ({ tokens, borrowers }: Ledger, { capacity, perSecond, leaseMs }: Bucket, ask: Ask) => {
  const { urgent, first, needed } = ask;
  const kept = urgent ? 0 : capacity * reserved;
  const free = Math.max(0, tokens - kept);
  const fits = free + roundingError >= first;
  const inOneLease = (perSecond * leaseMs) / 1_000;
  const share = inOneLease / Object.keys(borrowers).length;
  const atOnce = fits ? Math.min(free, needed + Math.min(share, Math.max(0, (free - needed) / 2))) : 0;
  const comingIn = Math.max(0, tokens - atOnce - kept + inOneLease);
  const ahead = Math.min(comingIn, fits ? share : Math.max(share, first));
  return { atOnce, ahead: fits || ahead >= first ? ahead : 0, more: free - atOnce >= first };
};

/**
 * Lends a borrower its share for one lease: of what is there, what it needs and half of the rest at most; of what comes in
 * during the lease, an equal part among those who asked lately. Whoever comes while everything is lent gets nothing and may
 * ask again a quarter of a lease later.
 */
export const lend = (before: Ledger, bucket: Bucket, ask: Ask): { readonly ledger: Ledger; readonly loan: Loan } => {
  const { now } = ask;
  const ledger = settled(filled(before, bucket, now), ask, bucket.capacity);
  const { closed } = ledger;
  const isShut = closed[everyLane] !== undefined;
  const { atOnce, ahead, more } = isShut ? { atOnce: 0, ahead: 0, more: false } : portion(ledger, bucket, ask);
  const lent = atOnce + ahead;
  const until = now + (lent > 0 ? bucket.leaseMs : bucket.leaseMs / 4);
  return {
    ledger: { ...ledger, tokens: ledger.tokens - lent, lent: ledger.lent + lent },
    loan: { tokens: atOnce, perSecond: (ahead * 1_000) / bucket.leaseMs, from: now, until, more, closed },
  };
};

/** After a 429: nothing is left, and nothing comes in until the lane opens again. */
export const shut = (before: Ledger, bucket: Bucket, how: { lane: string; until: number; now: number }): Ledger => {
  const { lane, now } = how;
  const ledger = filled(before, bucket, now);
  const until = Math.max(ledger.closed[lane] ?? 0, Math.min(how.until, now + longestClosedMs));
  const tokens = lane === everyLane ? Math.min(0, ledger.tokens) : ledger.tokens;
  return { ...ledger, tokens, closed: { ...ledger.closed, [lane]: until }, throttled: ledger.throttled + 1 };
};
