import { afterFailure, deadLetter, isTaken, type Delivery, type GridEvent } from './delivery';
import { createDisturbances, type Disturbance } from './disturbance';
import { subscriber, type SubscriberOptions } from './subscriber';

export interface EventGridOptions extends SubscriberOptions {
  /** The estate clock: back-off runs by it. */
  readonly now: () => Date;
  readonly maxDeliveryAttempts?: number;
  readonly ttlMinutes?: number;
}

/** One event subscription: takes events and delivers each at least once, in no promised order. */
export interface EventGrid {
  publish(event: GridEvent): void;
  /** Resolves when everything due by the estate clock has been tried. Call it whenever the clock leaps. */
  flush(): Promise<void>;
  disturb(disturbance: Disturbance): void;
  /** How many events are not delivered yet. */
  readonly pending: number;
  readonly deadLetters: readonly GridEvent[];
  /** Ends all delivery, for good. */
  stop(): void;
}

/** Makes a subscription without events. */
export function createEventGrid({
  now,
  maxDeliveryAttempts = 30,
  ttlMinutes = 1440,
  ...options
}: EventGridOptions): EventGrid {
  const limits = { attempts: maxDeliveryAttempts, ttlMinutes };
  const post = subscriber(options);
  const disturbances = createDisturbances();
  const deadLetters: GridEvent[] = [];
  const onTheWay = new Set<Promise<void>>();
  let waiting: Delivery[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function attempt(delivery: Delivery): Promise<void> {
    const outcome = await post(delivery);
    if (isTaken(outcome)) return;
    const next = afterFailure(delivery, outcome, now(), limits);
    if ('again' in next) waiting.push(next.again);
    else deadLetters.push(deadLetter(delivery, next.because, outcome, now()));
  }

  function startDue(): void {
    const time = now();
    const due = waiting.filter((each) => each.due <= time);
    waiting = waiting.filter((each) => each.due > time);
    for (const delivery of stopped ? [] : due) {
      const done: Promise<void> = attempt(delivery).finally(() => {
        onTheWay.delete(done);
        wakeForNext();
      });
      onTheWay.add(done);
    }
    wakeForNext();
  }

  /** The estate clock runs as fast as the real one, but for its leaps. */
  function wakeForNext(): void {
    clearTimeout(timer);
    if (stopped || waiting.length === 0) return;
    const next = Math.min(...waiting.map(({ due }) => due.getTime()));
    timer = setTimeout(startDue, Math.max(0, next - now().getTime())).unref();
  }

  return {
    publish(event) {
      const deliveries = disturbances
        .arrange(event)
        .map((each) => ({ event: each, published: now(), attempts: 0, due: now() }));
      waiting.push(...deliveries);
      startDue();
    },
    async flush() {
      do {
        startDue();
        await Promise.all(onTheWay);
      } while (onTheWay.size > 0 || waiting.some(({ due }) => due <= now()));
    },
    disturb: (disturbance) => disturbances.add(disturbance),
    get pending() {
      return waiting.length + disturbances.held + onTheWay.size;
    },
    deadLetters,
    stop() {
      stopped = true;
      waiting = [];
      disturbances.clear();
      clearTimeout(timer);
    },
  };
}
