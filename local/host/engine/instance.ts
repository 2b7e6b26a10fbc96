import { EventType, type HistoryEvent, type Message } from './history';

/** Who waits for a sub-orchestration's end, and under which number. */
export interface Parent {
  readonly instance: string;
  readonly execution: string;
  readonly taskId: number;
}

/** A fresh instance. `execution` tells its generations apart: each start and each continueAsNew begins one. */
export interface NewInstance {
  readonly id: string;
  readonly execution: string;
  readonly name: string;
  readonly version: string;
  /** JSON text. */
  readonly input: string;
  readonly createdAt: string;
  readonly parent?: Parent;
}

/** How an instance ended. `output` is JSON text. */
export interface End {
  readonly status: 'Completed' | 'Failed' | 'Terminated';
  readonly output: string;
}

/** Everything the engine knows of an orchestration: plain data, so that a snapshot is one line of JSON. */
export interface Instance extends NewInstance {
  updatedAt: string;
  suspended: boolean;
  end: End | null;
  /** JSON text. */
  customStatus: string;
  history: HistoryEvent[];
  inbox: Message[];
  /** Numbers of the activities and sub-orchestrations whose result has not come yet. */
  open: Record<number, true>;
  /** Number and fire time of each timer that is neither fired nor cancelled. */
  timers: Record<number, string>;
}

/** What one turn did, from the messages it took to what became of the instance. Written or not, never in part. */
export interface Turn {
  readonly id: string;
  readonly execution: string;
  readonly at: string;
  /** How many messages of the inbox it consumed, from the oldest. */
  readonly took: number;
  readonly events: readonly HistoryEvent[];
  readonly canceledTimers: readonly number[];
  readonly customStatus: string;
  readonly children: readonly NewInstance[];
  /** Failures known at once, such as a child's id that is taken. */
  readonly answers: readonly Message[];
  readonly end?: End;
  readonly again?: { readonly execution: string; readonly input: string };
}

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | End['status'];

/** The word of the Durable Functions API for where an instance stands. */
export function runtimeStatus({ end, suspended, updatedAt, createdAt, history }: Instance): RuntimeStatus {
  if (end) return end.status;
  if (suspended) return 'Suspended';
  // Between two generations the history is empty too.
  return history.length === 0 && updatedAt === createdAt ? 'Pending' : 'Running';
}

/** An instance that has not taken its first turn. */
export const begin = (start: NewInstance): Instance => ({
  ...start,
  updatedAt: start.createdAt,
  suspended: false,
  end: null,
  customStatus: 'null',
  history: [],
  inbox: [started(start, start.createdAt)],
  open: {},
  timers: {},
});

/** The same instance with an empty history. Results of the old one are dropped, events not yet delivered are kept. */
export const beginAgain = (
  instance: Instance,
  { execution, input }: NonNullable<Turn['again']>,
  at: string,
): Instance => ({
  ...instance,
  execution,
  input,
  updatedAt: at,
  history: [],
  inbox: [
    started({ ...instance, input }, at),
    ...instance.inbox.filter(({ EventType: type }) => type === EventType.EventRaised),
  ],
  open: {},
  timers: {},
});

const started = ({ name, version, input }: NewInstance, at: string): Message => ({
  EventType: EventType.ExecutionStarted,
  EventId: -1,
  Timestamp: at,
  Name: name,
  Version: version,
  Input: input,
});
