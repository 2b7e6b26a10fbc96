import * as z from 'zod';
import { hashOf } from '../hash';
import type { Listing } from '../evidence/listed-rows';
import type { Address } from '../evidence/rows';
import { Alert, type Delivery } from './alert';

/** One alert on its way to one sink. `handed-on`: the sink is gone, other sinks have got the alert in its stead. */
export const OutboxRow = z.object({
  sink: z.string(),
  alert: Alert,
  state: z.enum(['waiting', 'delivered', 'refused', 'handed-on']),
  attempts: z.int(),
  dueAt: z.iso.datetime(),
  because: z.string().optional(),
});
export type OutboxRow = z.infer<typeof OutboxRow>;

export const waitingList = 'waiting-alerts';

export const addressOf = ({ sink, alert }: OutboxRow): Address => ({ partition: hashOf(sink), row: alert.id });

/** Only what waits is listed, so that a retry costs what waits, not what was ever sent. */
export const listingsOf = (row: OutboxRow): Listing[] => {
  const { partition, row: alertId } = addressOf(row);
  return row.state === 'waiting' ? [{ list: waitingList, place: `${partition}-${alertId}` }] : [];
};

const minutesAfter = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();

/** Due in a minute and not at once: whoever puts it there delivers it, and a retry at the same moment would do it twice. */
export const newRow = (sink: string, alert: Alert, now: Date): OutboxRow => ({
  sink,
  alert,
  state: 'waiting',
  attempts: 0,
  dueAt: minutesAfter(now, 1),
});

/** The row after one more attempt. The pause doubles from a minute to an hour. */
export const afterAttempt = (row: OutboxRow, delivery: Delivery, now: Date): OutboxRow => {
  const attempts = row.attempts + 1;
  if (delivery.outcome === 'taken') return { ...row, state: 'delivered', attempts };
  const { because } = delivery;
  if (delivery.outcome === 'never') return { ...row, state: 'refused', attempts, because };
  return { ...row, attempts, because, dueAt: minutesAfter(now, Math.min(2 ** row.attempts, 60)) };
};
