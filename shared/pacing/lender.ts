import { change, type Rows } from '../evidence/rows';
import { hashOf } from '../hash';
import { reserved, type Bucket } from './bucket';
import { type Ask, Ledger, lend, type Loan, opened, shut } from './ledger';

/** Who keeps the ledgers. */
export interface Lender {
  borrow(bucket: Bucket, ask: Ask): Promise<Loan>;
  shut(bucket: Bucket, how: { lane: string; until: number; now: number }): Promise<void>;
  ledgers(): Promise<readonly Ledger[]>;
}

const partition = 'pacing';
/** Names of buckets hold characters that a table key may not. */
const addressOf = ({ name }: Bucket) => ({ partition, row: hashOf(name) });

/** Ledgers as rows that all instances share; of two that write at once, one reads again. */
export const sharedLender = (rows: Rows<Ledger>): Lender => ({
  async borrow(bucket, ask) {
    let loan: Loan | undefined;
    await change(rows, addressOf(bucket), (stored): Ledger => {
      const lent = lend(stored ?? opened(bucket, ask.now), bucket, ask);
      loan = lent.loan;
      return lent.ledger;
    });
    if (!loan) throw new Error('expected a loan, found none: the row was not decided upon');
    return loan;
  },
  async shut(bucket, how) {
    await change(rows, addressOf(bucket), (stored): Ledger => shut(stored ?? opened(bucket, how.now), bucket, how));
  },
  async ledgers() {
    const found: Ledger[] = [];
    for await (const { value } of rows.list(partition)) found.push(value);
    return found;
  },
});

/** Ledgers of this instance alone. `first` makes one that is not there yet. */
export const ownLender = (first: typeof opened = opened): Lender => {
  const ledgers = new Map<string, Ledger>();
  const ledgerOf = (bucket: Bucket, now: number) => ledgers.get(bucket.name) ?? first(bucket, now);
  return {
    borrow(bucket, ask) {
      const { ledger, loan } = lend(ledgerOf(bucket, ask.now), bucket, ask);
      ledgers.set(bucket.name, ledger);
      return Promise.resolve(loan);
    },
    shut(bucket, how) {
      ledgers.set(bucket.name, shut(ledgerOf(bucket, how.now), bucket, how));
      return Promise.resolve();
    },
    ledgers: () => Promise.resolve([...ledgers.values()]),
  };
};

/** Share of a bucket that an instance uses while it cannot know what the others do: enough for ten of them. */
const alone = 0.1;

/** Until storage is tried again. */
const restMs = 5_000;

const smaller = (bucket: Bucket, first: number): Bucket => ({
  ...bucket,
  capacity: Math.max(bucket.capacity * alone, first / (1 - reserved)),
  perSecond: bucket.perSecond * alone,
});

interface Outside {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Borrows from the shared ledgers while they answer within a lease; else from a small one of its own that starts empty. Never
 * unlimited.
 */
export const carefulLender = (shared: Lender, { now, sleep }: Outside): Lender => {
  const own = ownLender((bucket, at) => ({ ...opened(bucket, at), tokens: 0 }));
  let restsUntil = 0;

  const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
    const late = sleep(ms).then((): never => {
      throw new Error(`no answer of the ledgers within ${ms} ms`);
    });
    // Whichever comes second must not end the process.
    for (const one of [late, work]) one.catch(() => undefined);
    return Promise.race([work, late]);
  };

  /** What comes after a lease has ended may not be used any more. */
  const attempt = async <T>(bucket: Bucket, work: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> => {
    if (now() < restsUntil) return otherwise();
    try {
      return await within(bucket.leaseMs, work());
    } catch {
      restsUntil = now() + restMs;
      return otherwise();
    }
  };

  return {
    borrow: (bucket, ask) =>
      attempt(
        bucket,
        () => shared.borrow(bucket, ask),
        () => own.borrow(smaller(bucket, ask.first), { ...ask, back: 0 }),
      ),
    async shut(bucket, how) {
      await own.shut(smaller(bucket, 1), how);
      await attempt(
        bucket,
        () => shared.shut(bucket, how),
        () => Promise.resolve(),
      );
    },
    ledgers: () => shared.ledgers(),
  };
};
