/** Numbers of the history events that the engine writes. Source: `HistoryEventType` of durable-functions 3. */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubCreated: 7,
  SubCompleted: 8,
  SubFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventRaised: 15,
} as const;
type Kind = typeof EventType;

/** `Timestamp` is ISO 8601 in estate time; `EventId` is the task's number where an event starts one, else -1. */
interface Event<K extends keyof Kind> {
  readonly EventType: Kind[K];
  readonly EventId: number;
  readonly Timestamp: string;
}

/** `Input` and `Result` are JSON text everywhere. */
interface Started extends Event<'ExecutionStarted'> {
  readonly Name: string;
  readonly Version: string;
  readonly Input: string;
}
interface Done extends Event<'TaskCompleted' | 'SubCompleted'> {
  readonly TaskScheduledId: number;
  readonly Result: string;
}
/** The SDK's replay itself throws unless both texts are there. */
interface Broken extends Event<'TaskFailed' | 'SubFailed'> {
  readonly TaskScheduledId: number;
  readonly Reason: string;
  readonly Details: string;
}
interface Raised extends Event<'EventRaised'> {
  readonly Name: string;
  readonly Input: string;
}

/** What may wait in an instance's inbox until its next turn. */
export type Message = Started | Done | Broken | Raised;

/** An activity that was asked for. */
export interface TaskScheduled extends Event<'TaskScheduled'> {
  readonly Name: string;
  readonly Input: string;
}
/** A sub-orchestration that was asked for. */
export interface SubCreated extends Event<'SubCreated'> {
  readonly Name: string;
  readonly InstanceId: string;
  readonly Input: string;
}
/** A durable timer that was asked for. */
export interface TimerCreated extends Event<'TimerCreated'> {
  readonly FireAt: string;
}
interface TimerFired extends Event<'TimerFired'> {
  readonly TimerId: number;
  readonly FireAt: string;
}

/** The three kinds of event that take a task number. */
export type Scheduled = TaskScheduled | SubCreated | TimerCreated;

/** One event of an orchestration's history, spelled as the SDK reads it. */
export type HistoryEvent =
  | Message
  | Scheduled
  | TimerFired
  | Event<'OrchestratorStarted' | 'OrchestratorCompleted' | 'ExecutionCompleted' | 'ExecutionTerminated'>;

/** Whether this event gave a task number away. */
export const isScheduled = (event: HistoryEvent): event is Scheduled =>
  event.EventType === EventType.TaskScheduled ||
  event.EventType === EventType.SubCreated ||
  event.EventType === EventType.TimerCreated;
