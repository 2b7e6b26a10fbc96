import { EventType, type HistoryEvent } from './engine/history';
import { runtimeStatus, type Instance } from './engine/instance';

/** Which parts of a status the caller wants. */
export interface Wanted {
  readonly input: boolean;
  readonly history: boolean;
  readonly historyOutput: boolean;
}

/** An instance as the Durable Functions HTTP API tells it. The SDK throws unless input and output are there. */
export const statusOf = (instance: Instance, wanted: Wanted) => ({
  name: instance.name,
  instanceId: instance.id,
  runtimeStatus: runtimeStatus(instance),
  input: wanted.input ? parsed(instance.input) : null,
  customStatus: parsed(instance.customStatus),
  output: instance.end ? parsed(instance.end.output) : null,
  createdTime: wholeSeconds(instance.createdAt),
  lastUpdatedTime: wholeSeconds(instance.updatedAt),
  ...(wanted.history && { historyEvents: instance.history.map((event) => named(event, wanted.historyOutput)) }),
});

const parsed = (json: string): unknown => JSON.parse(json);
const wholeSeconds = (time: string) => time.replace(/\.\d+Z$/, 'Z');
const names = new Map<number, string>(Object.entries(EventType).map(([name, number]) => [number, name]));

function named(event: HistoryEvent, showOutput: boolean) {
  const { EventType: type, Input, Result, ...rest } = { Input: undefined, Result: undefined, ...event };
  return { EventType: names.get(type), ...rest, ...(showOutput && { Input, Result }) };
}
