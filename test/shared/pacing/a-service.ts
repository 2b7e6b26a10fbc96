import { VirtualClock } from '../../virtual-clock';
import type { Clock } from '../../../shared/pacing/share';

/** A clock that jumps to whatever is waited for. */
export const aClock = () => {
  const virtual = new VirtualClock('2030-01-01T00:00:00Z');
  const clock: Clock = {
    now: () => virtual.now().getTime(),
    sleep: (ms) => virtual.alarm(new Date(virtual.now().getTime() + ms)).rings,
  };
  return { clock, pass: (ms: number) => virtual.advance(ms) };
};

/** A service with a token bucket as Azure documents it. It notes how often it had to refuse. */
export const aTokenService = (clock: Clock, { size, perSecond }: { size: number; perSecond: number }) => {
  let tokens = size;
  let at = clock.now();
  let refused = 0;
  let taken = 0;
  return {
    call(cost = 1) {
      taken += 1;
      tokens = Math.min(size, tokens + ((clock.now() - at) / 1_000) * perSecond);
      at = clock.now();
      if (tokens + 1e-6 >= cost) tokens -= cost;
      else refused += 1;
    },
    refused: () => refused,
    taken: () => taken,
  };
};

/** A service with a limit over any stretch of so many milliseconds. */
export const aWindowService = (clock: Clock, { limit, ms }: { limit: number; ms: number }) => {
  let calls: { at: number; cost: number }[] = [];
  let most = 0;
  return {
    call(cost = 1) {
      calls = [...calls.filter(({ at }) => clock.now() - at < ms), { at: clock.now(), cost }];
      most = Math.max(most, calls.reduce((sum, call) => sum + call.cost, 0) / limit);
    },
    /** The fullest stretch, as a part of the limit. */
    most: () => most,
  };
};
