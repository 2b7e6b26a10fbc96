/** An event in either envelope, as the emulators make it. */
export type GridEvent = Readonly<Record<string, unknown>>;

/** An event on its way to its subscriber. */
export interface Delivery {
  readonly event: GridEvent;
  /** Estate time, like all here. */
  readonly published: Date;
  readonly attempts: number;
  readonly due: Date;
}

/** Why Event Grid gave an event up. The reason for a refused one is assumed; the others are documented. */
export type DeadLetterReason = 'MaxDeliveryAttemptsExceeded' | 'TimeToLiveExceeded' | 'UndeliverableDueToRefusal';

/** Answers after which Event Grid does not try again. Source: Event Grid, delivery and retry. */
const final = new Set([400, 401, 403, 413]);

/** Seconds between attempts, then twelve hours each. */
const backOff = [10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600];
const longest = 43_200;

const outcomes = new Map<number, string>([
  [400, 'BadRequest'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'NotFound'],
  [413, 'PayloadTooLarge'],
  [503, 'Busy'],
]);

/** What came back: a status, or nothing in time. */
export type Outcome = number | 'timed-out';

export const isTaken = (outcome: Outcome): boolean => outcome !== 'timed-out' && outcome >= 200 && outcome <= 204;

/** What follows from a failed attempt: another one, or the end. */
export function afterFailure(
  { event, published, attempts }: Delivery,
  outcome: Outcome,
  now: Date,
  limits: { attempts: number; ttlMinutes: number },
): { again: Delivery } | { because: DeadLetterReason } {
  if (outcome !== 'timed-out' && final.has(outcome)) return { because: 'UndeliverableDueToRefusal' };
  if (attempts + 1 >= limits.attempts) return { because: 'MaxDeliveryAttemptsExceeded' };
  const due = new Date(now.getTime() + (backOff[attempts] ?? longest) * 1000);
  if (due.getTime() > published.getTime() + limits.ttlMinutes * 60_000) return { because: 'TimeToLiveExceeded' };
  return { again: { event, published, attempts: attempts + 1, due } };
}

/** The event as it would lie in the dead-letter container, in the spelling of its envelope. */
export function deadLetter(
  { event, published, attempts }: Delivery,
  because: DeadLetterReason,
  outcome: Outcome,
  now: Date,
): GridEvent {
  const lastDeliveryOutcome = outcome === 'timed-out' ? 'TimedOut' : (outcomes.get(outcome) ?? 'GenericError');
  const facts = {
    deadLetterReason: because,
    deliveryAttempts: attempts + 1,
    lastDeliveryOutcome,
    publishTime: published.toISOString(),
  };
  if (!isCloudEvent(event)) return { ...event, ...facts, lastDeliveryAttemptTime: now.toISOString() };
  return { ...event, ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name.toLowerCase(), value])) };
}

export const isCloudEvent = (event: GridEvent): boolean => 'specversion' in event;
