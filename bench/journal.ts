import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** Numbers of history events. Source: `HistoryEventType` of durable-functions 3. */
const activityScheduled = 4;
const activityCompleted = 5;

const Payload = z.string().default('');
const HistoryEvent = z.object({ EventType: z.int(), Input: Payload, Result: Payload });
const Line = z.union([
  z.object({ kind: z.literal('turn'), turn: z.object({ events: z.array(HistoryEvent) }) }),
  z.object({ kind: z.string() }).transform(() => undefined),
]);
const Look = z.object({ ok: z.object({ state: z.string() }) });

/** What the engine had to do. */
export interface EngineWork {
  readonly activities: number;
  readonly historyEvents: number;
  /** Characters of the largest input or result. */
  readonly largestPayload: number;
  /** Activities that could not bring a dependent to its end: throttling reached them, or the change takes time. */
  readonly pending: number;
}

const isPending = ({ EventType, Result }: z.infer<typeof HistoryEvent>): boolean =>
  EventType === activityCompleted && Look.safeParse(JSON.parse(Result)).data?.ok.state === 'pending';

/** Counts what the journal of the local host holds from that byte on, up to `end`. */
export async function workIn(journal: string, { from, end }: { from: number; end: number }): Promise<EngineWork> {
  const lines = (await readFile(journal)).subarray(from, end).toString('utf8').split('\n').filter(Boolean);
  const events = lines.flatMap((line) => Line.parse(JSON.parse(line))?.turn.events ?? []);
  return {
    activities: events.filter(({ EventType }) => EventType === activityScheduled).length,
    historyEvents: events.length,
    largestPayload: events.reduce((most, { Input, Result }) => Math.max(most, Input.length, Result.length), 0),
    pending: events.filter(isPending).length,
  };
}
