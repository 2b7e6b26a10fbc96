import { randomUUID } from 'node:crypto';
import { asking } from './asking';
import type { Bucket } from './bucket';
import type { Budget, BucketView, Draw } from './budget';
import type { Storage } from '../evidence/storage';
import { everyLane, filled, Ledger } from './ledger';
import { carefulLender, type Lender, sharedLender } from './lender';
import { type Clock, type Share, shareOf } from './share';

/** What was not used for so long is full again and not worth showing. */
const shownForMs = 24 * 60 * 60_000;

const viewOf = (ledger: Ledger, share: Share | undefined, now: number): BucketView => {
  const { bucket, capacity, perSecond, closed, borrowers } = ledger;
  const { tokens } = filled(ledger, { name: bucket, capacity, perSecond, leaseMs: 0 }, now);
  const closedUntil = Math.max(...Object.values(closed));
  const { lent, throttled } = ledger;
  return {
    bucket,
    capacity,
    perSecond,
    tokens,
    lent,
    throttled,
    instances: Object.keys(borrowers).length,
    ...(share?.counts() ?? { waiting: 0, putOff: 0 }),
    ...(closedUntil > now && { closedUntil }),
  };
};

/** The budget of one instance. All instances whose lender keeps the same ledgers share it. */
export const sharedBudget = ({ lender, clock }: { lender: Lender; clock: Clock }): Budget => {
  const borrower = randomUUID();
  const shares = new Map<string, Share>();
  const shareIn = (bucket: Bucket): Share => {
    const share = shares.get(bucket.name) ?? shareOf(bucket, { lender, clock, borrower });
    shares.set(bucket.name, share);
    return share;
  };

  return {
    async take(draws) {
      const taken: Draw[] = [];
      for (const draw of draws) {
        const notBefore = await shareIn(draw.bucket).take(draw, asking());
        if (notBefore === undefined) taken.push(draw);
        else {
          for (const { bucket, cost } of taken) shareIn(bucket).charge(-cost);
          const awayMs = Math.max(0, notBefore - clock.now());
          asking().warn?.('call put off', { bucket: draw.bucket.name, seconds: Math.ceil(awayMs / 1_000) });
          return awayMs;
        }
      }
      return undefined;
    },
    async learn({ bucket, lane = everyLane }, news) {
      const share = shareIn(bucket);
      if (news.is === 'remaining') share.see(news.tokens);
      else if (news.is === 'dearer') share.charge(news.by);
      else {
        asking().warn?.('service throttles', { bucket: bucket.name, lane, seconds: news.seconds });
        await share.shut(lane, news.seconds);
      }
    },
    async look() {
      const now = clock.now();
      const ledgers = await lender.ledgers();
      return ledgers
        .filter(({ at }) => now - at < shownForMs)
        .map((ledger) => viewOf(ledger, shares.get(ledger.bucket), now))
        .toSorted((a, b) => a.bucket.localeCompare(b.bucket));
    },
  };
};

/** The budget that all instances over one storage account share. */
export const budgetIn = (storage: Storage, clock: Clock): Budget =>
  sharedBudget({ lender: carefulLender(sharedLender(storage.table('pacing', Ledger)), clock), clock });
