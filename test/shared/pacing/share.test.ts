import { fc } from '../../properties';
import { type Bucket, tokenBucket, windowBucket } from '../../../shared/pacing/bucket';
import { ownLender } from '../../../shared/pacing/lender';
import { shareOf } from '../../../shared/pacing/share';
import { aClock, aTokenService, aWindowService } from './a-service';

const patient = { urgent: false, patienceMs: 60_000 };
const hasty = { urgent: false, patienceMs: 4_000 };

/** Instances over the same ledgers; each `join` is one more. */
const around = (bucket: Bucket) => {
  const { clock, pass } = aClock();
  const lender = ownLender();
  let count = 0;
  const join = () => shareOf(bucket, { lender, clock, borrower: `instance ${(count += 1)}` });
  return { clock, pass, lender, join };
};

const instances = (count: number, bucket: Bucket) => {
  const place = around(bucket);
  return { ...place, shares: Array.from({ length: count }, place.join) };
};

/** Calls without a break, `sideBySide` at a time in each instance, until the clock stands still. */
const hammer = async (
  { clock, pass, shares }: ReturnType<typeof instances>,
  { sideBySide, ms, cost = 1 }: { sideBySide: number; ms: number; cost?: number },
  call: (cost: number) => void,
) => {
  const end = clock.now() + ms;
  const done = shares.map(() => 0);
  const lanes = shares.flatMap((share, at) =>
    Array.from({ length: sideBySide }, async () => {
      for (;;) {
        const away = await share.take({ cost }, patient);
        if (clock.now() >= end) return;
        if (away === undefined) {
          call(cost);
          done[at] = (done[at] ?? 0) + 1;
        }
      }
    }),
  );
  await pass(ms + 60_000);
  await Promise.all(lanes);
  return done;
};

describe('a share of a token bucket', () => {
  it('never lets instances together ask for more than the service grants, whenever they come', async () => {
    const visit = fc.record({ at: fc.nat(20_000), who: fc.nat(3), calls: fc.integer({ min: 1, max: 60 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { minLength: 1, maxLength: 40 }), async (visits) => {
        const bucket = tokenBucket('b', 100, 10);
        const { clock, pass, shares } = instances(4, bucket);
        const service = aTokenService(clock, { size: 100, perSecond: 10 });
        const start = clock.now();
        for (const { at, who, calls } of visits.toSorted((a, b) => a.at - b.at)) {
          await pass(start + at - clock.now());
          for (let call = 0; call < calls; call += 1) {
            void shares[who]?.take({ cost: 1 }, hasty).then((away) => away ?? service.call());
          }
        }
        await pass(10_000);
        expect(service.refused()).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [1, 20],
    [1, 1],
    [4, 5],
    [40, 2],
  ])('lets %i instances with %i calls at a time use nearly all that comes in', async (count, sideBySide) => {
    const all = instances(count, tokenBucket('b', 250, 25));
    const service = aTokenService(all.clock, { size: 250, perSecond: 25 });
    const done = await hammer(all, { sideBySide, ms: 60_000 }, (cost) => service.call(cost));
    expect(service.refused()).toBe(0);
    expect(done.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0.95 * 25 * 60);
  });

  it('gives instances that all want as much about the same', async () => {
    const all = instances(4, tokenBucket('b', 250, 25));
    const done = await hammer(all, { sideBySide: 5, ms: 100_000 }, () => undefined);
    expect(Math.min(...done) / Math.max(...done)).toBeGreaterThan(0.7);
  });

  it('asks the ledgers once a lease, not once a call', async () => {
    const all = instances(1, tokenBucket('b', 250, 25));
    const borrow = jest.spyOn(all.lender, 'borrow');
    const [calls = 0] = await hammer(all, { sideBySide: 10, ms: 60_000 }, () => undefined);
    expect(calls).toBeGreaterThan(1_500);
    expect(borrow.mock.calls.length).toBeLessThan(60);
  });
});

describe('a share of a limit over ten seconds', () => {
  it.each([
    ['uses of small keys', 400, 1, 0.9],
    ['uses of the largest keys', 4_000, 16, 0.9],
    ['creations', 20, 2, 0.75],
  ])('stays below it in any ten seconds, and close to it, for %s', async (_, limit, cost, least) => {
    const all = instances(2, windowBucket('b', limit, { dearest: cost }));
    const service = aWindowService(all.clock, { limit, ms: 10_000 });
    const done = await hammer(all, { sideBySide: 10, ms: 30_000, cost }, (cost) => service.call(cost));
    expect(service.most()).toBeLessThanOrEqual(1);
    expect(done.reduce((sum, each) => sum + each, 0) * cost).toBeGreaterThan(least * limit * 3);
  });
});

describe('those who wait', () => {
  it('are served in the order in which they came, an emergency first', async () => {
    const { pass, join } = around(tokenBucket('b', 20, 1));
    const share = join();
    const served: string[] = [];
    const call = (name: string, urgent = false) =>
      share.take({ cost: 16 }, { urgent, patienceMs: 60_000 }).then(() => served.push(name));
    const all = ['first', 'second', 'third'].map((name) => call(name));
    await pass(0);
    all.push(call('emergency', true));
    await pass(120_000);
    await Promise.all(all);
    expect(served).toEqual(['first', 'emergency', 'second', 'third']);
  });

  it('are told when to come back where that is too long for them, one after the other', async () => {
    const { clock, pass, join } = around(tokenBucket('b', 102, 1));
    const share = join();
    const start = clock.now();
    const answers = Array.from({ length: 120 }, () => share.take({ cost: 1 }, hasty));
    await pass(10_000);
    const times = (await Promise.all(answers)).flatMap((time) => (time === undefined ? [] : [time - start]));
    expect(times.length).toBeGreaterThan(20);
    expect(times[0]).toBeGreaterThanOrEqual(4_000);
    expect(new Set(times).size).toBe(times.length);
    expect(share.counts().putOff).toBe(times.length);
  });

  it('leave a part of the bucket to emergencies', async () => {
    const { pass, join } = around(tokenBucket('b', 102, 1));
    const none = { patienceMs: 0 };
    const count = async (urgent: boolean) => {
      const share = join();
      const asked = Array.from({ length: 100 }, () => share.take({ cost: 1 }, { ...none, urgent }));
      await pass(1);
      return (await Promise.all(asked)).filter((away) => away === undefined).length;
    };
    expect(await count(false)).toBe(90);
    expect(await count(true)).toBeGreaterThanOrEqual(8);
  });
});

describe('a refusal', () => {
  it('keeps everybody away for as long as the service says, in every instance', async () => {
    const { clock, pass, join } = around(tokenBucket('b', 250, 25));
    const [one, other] = [join(), join()];
    const start = clock.now();
    await one.shut('*', 30);
    expect(await other.take({ cost: 1 }, hasty)).toBeGreaterThanOrEqual(start + 30_000);
    const waiting = other.take({ cost: 1 }, patient);
    await pass(60_000);
    expect(await waiting).toBeUndefined();
  });

  it('of one provider leaves the others alone', async () => {
    const { pass, join } = around(tokenBucket('b', 250, 25));
    const [one, other] = [join(), join()];
    await one.shut('microsoft.sql', 30);
    const asked = [
      other.take({ cost: 1, lane: 'microsoft.sql' }, hasty),
      other.take({ cost: 1, lane: 'microsoft.storage' }, hasty),
    ];
    await pass(0);
    expect(await asked[0]).toBeDefined();
    expect(await asked[1]).toBeUndefined();
  });

  it('doubles the wait where the service names none, and counts those at the same time as one', async () => {
    const { clock, pass, join } = around(windowBucket('b', 4_000));
    const share = join();
    const awayAfterRefusals = async (count: number) => {
      for (let refusal = 0; refusal < count; refusal += 1) await share.shut('*', undefined);
      const answer = await share.take({ cost: 1 }, { urgent: false, patienceMs: 0 });
      const away = Math.floor(((answer ?? 0) - clock.now()) / 1_000);
      await pass(away * 1_000 + 10);
      return away;
    };
    expect([await awayAfterRefusals(5), await awayAfterRefusals(1), await awayAfterRefusals(1)]).toEqual([1, 2, 4]);
  });
});

it('a service that says how little is left is believed', async () => {
  const { pass, join } = around(tokenBucket('b', 250, 25));
  const share = join();
  await share.take({ cost: 1 }, hasty);
  share.see(0);
  await pass(2_100);
  const asked = Array.from({ length: 150 }, () => share.take({ cost: 1 }, { urgent: false, patienceMs: 0 }));
  await pass(1);
  const granted = (await Promise.all(asked)).filter((away) => away === undefined).length;
  expect(granted).toBeLessThanOrEqual(53);
});
