import { messageOf } from '../../shared/errors';
import { adaptivePace, TooFast } from '../../shared/pace';

/** Time that passes only while somebody waits for it, and a service that grants so many calls in ten seconds. */
const aThrottledService = (granted: number) => {
  let time = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const taken: number[] = [];
  let refused = 0;
  const pause = (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: time + Math.max(ms, 0.1), wake }));
  const call = async (retryAfterMs?: number) => {
    await pause(20);
    while ((taken[0] ?? time) <= time - 10_000) taken.shift();
    if (taken.length >= granted) {
      refused += 1;
      throw new TooFast('429', retryAfterMs);
    }
    taken.push(time);
  };
  /** Lets so many callers call in turn until so much time is over; answers how many calls were granted. */
  const run = async (callers: number, untilMs: number, one: () => Promise<unknown>) => {
    let done = 0;
    let over = false;
    const caller = async () => {
      while (!over) await one().then(() => (done += 1));
    };
    const all = Promise.all(Array.from({ length: callers }, caller));
    while (time < untilMs) {
      await new Promise((settled) => setImmediate(settled));
      const next = sleepers.toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      sleepers.splice(sleepers.indexOf(next), 1);
      time = Math.max(time, next.at);
      next.wake();
    }
    over = true;
    void all;
    return done;
  };
  return { now: () => time, pause, call, run, refusals: () => refused };
};

describe('a pace that adapts', () => {
  it('uses nine tenths of what a service grants, with few refusals', async () => {
    const service = aThrottledService(400);
    const pace = adaptivePace(service);
    const done = await service.run(16, 120_000, () => pace(() => service.call()));
    // 12 windows of 400, the first of them at once.
    expect(done).toBeGreaterThan(0.9 * 12 * 400);
    expect(service.refusals()).toBeLessThan(0.1 * done);
  });

  it('finds the same rate after a restart, when the service has nothing left to grant at first', async () => {
    const service = aThrottledService(400);
    const before = adaptivePace(service);
    await service.run(16, 15_000, () => before(() => service.call()));
    const after = adaptivePace(service);
    const done = await service.run(16, 135_000, () => after(() => service.call()));
    expect(done).toBeGreaterThan(0.9 * 12 * 400);
  });

  it('waits as long as the service asks', async () => {
    const service = aThrottledService(1);
    const pace = adaptivePace(service);
    const tried: number[] = [];
    const call = () => {
      tried.push(service.now());
      return service.call(7_000);
    };
    await service.run(1, 8_000, () => pace(call));
    expect(tried).toHaveLength(3);
    expect((tried[2] ?? 0) - (tried[1] ?? 0)).toBeGreaterThanOrEqual(7_000);
  });

  it('passes other faults on, and does not slow down for them', async () => {
    const service = aThrottledService(1);
    const pace = adaptivePace(service);
    await expect(pace(() => Promise.reject(new Error('socket hang up')))).rejects.toThrow('socket hang up');
    expect(service.now()).toBe(0);
  });

  it('gives up when a service refuses for minutes', async () => {
    const service = aThrottledService(0);
    const pace = adaptivePace(service);
    const ends: string[] = [];
    await service.run(1, 400_000, () =>
      pace(() => service.call()).catch((error: unknown) => ends.push(messageOf(error))),
    );
    expect(ends).toEqual(['429']);
  });
});
