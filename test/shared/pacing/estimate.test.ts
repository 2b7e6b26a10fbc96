import { secondsToMove, timeForCalls } from '../../../shared/pacing/estimate';

const inSubscription = (subscription: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `/subscriptions/${subscription}/store-${n}` }));

describe('the time for calls', () => {
  it.each([
    [200, 0],
    [250, 0],
    [500, 10],
    [1_500, 50],
  ])('is for %i reads of a subscription %i seconds', (calls, seconds) => {
    expect(timeForCalls(calls, { size: 250, perSecond: 25 })).toBe(seconds);
  });
});

describe('the time to move dependents', () => {
  it('is that of the subscription with the most of them', () => {
    expect(secondsToMove([...inSubscription('a', 100), ...inSubscription('b', 500)])).toBe(30);
  });

  it('is none where there are none', () => {
    expect(secondsToMove([])).toBe(0);
  });
});
