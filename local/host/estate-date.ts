import type { EstateClock } from './clock';

/**
 * Makes `Date.now()` and `new Date()` of this process tell estate time. To be called before the app is loaded; timers
 * such as `setTimeout` go on in real time.
 */
export function tellEstateTime(clock: EstateClock): void {
  const now = () => +clock.now();
  // A proxy and no subclass: dates made by Node.js itself must stay instances of the global `Date`.
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, self) => Reflect.construct(target, args.length > 0 ? args : [now()], self),
    apply: (target) => new target(now()).toString(),
    get: (target, member, self) => (member === 'now' ? now : Reflect.get(target, member, self)),
  });
}
