import * as z from 'zod';
import { change, type Rows } from '../evidence/rows';
import { hashOf } from '../hash';
import type { Delivery } from './alert';

/** When the first delivery failed since the last one that succeeded. */
export const SinkHealth = z.object({ failingSince: z.iso.datetime().optional() });
export type SinkHealth = z.infer<typeof SinkHealth>;

const aDay = 86_400_000;

/** Notes what became of a delivery. Answers since when the sink fails, once that must be told: it said never, or for a day. */
export const noteDelivery = async (
  rows: Rows<SinkHealth>,
  { sink, delivery, now }: { sink: string; delivery: Delivery; now: Date },
): Promise<string | undefined> => {
  const { failingSince } = await change(rows, { partition: 'sinks', row: hashOf(sink) }, (health = {}): SinkHealth => {
    if (delivery.outcome === 'taken') return health.failingSince ? {} : health;
    return health.failingSince ? health : { failingSince: now.toISOString() };
  });
  if (failingSince === undefined) return undefined;
  return delivery.outcome === 'never' || now.getTime() - Date.parse(failingSince) >= aDay ? failingSince : undefined;
};
