import { EventType, type HistoryEvent, type Message, type Scheduled } from './history';
import type { Instance, NewInstance } from './instance';
import { fitting } from './payload';
import type { Planned } from './planner';

/** What starting work depends on, besides the instance that asks for it. */
export interface Neighbours {
  readonly now: Date;
  readonly defaultVersion: string;
  readonly knows: (kind: 'activity' | 'orchestration', name: string) => boolean;
  readonly isLive: (id: string) => boolean;
  readonly newExecution: () => string;
}

/** A replay that asks for something else than before: the code changed under a running instance, or is not deterministic. */
export function mustBeTheSame(work: Planned, before: Scheduled | undefined): void {
  if (!before) return;
  const found = described(work);
  const expected = describedEvent(before);
  if (found === expected) return;
  throw new Error(
    `Expected step ${work.id} to be ${expected} as in an earlier turn, found ${found}. Orchestrators must be ` +
      `deterministic, and code that running instances depend on needs a version branch.`,
  );
}

const described = (work: Planned) => (work.kind === 'timer' ? 'a timer' : `${work.kind} ${work.name}`);

function describedEvent(event: Scheduled): string {
  if (event.EventType === EventType.TimerCreated) return 'a timer';
  return `${event.EventType === EventType.TaskScheduled ? 'activity' : 'sub'} ${event.Name}`;
}

/** What the started work adds to a turn. */
interface Starts {
  readonly events: HistoryEvent[];
  readonly children: NewInstance[];
  readonly answers: Message[];
}

/** Writes down work that was not asked for in an earlier turn. @throws {PayloadTooLarge} */
export function start(instance: Instance, planned: readonly Planned[], around: Neighbours): Starts {
  const starts: Starts = { events: [], children: [], answers: [] };
  const Timestamp = around.now.toISOString();
  for (const work of planned) {
    const envelope = { EventId: work.id, Timestamp };
    if (work.kind === 'timer') {
      starts.events.push({
        EventType: EventType.TimerCreated,
        ...envelope,
        FireAt: new Date(work.fireAt).toISOString(),
      });
      continue;
    }
    mustExist(work, around);
    const Input = fitting(work.input, `the input of ${work.kind} ${work.name}`);
    if (work.kind === 'activity') {
      starts.events.push({ EventType: EventType.TaskScheduled, ...envelope, Name: work.name, Input });
      continue;
    }
    const child = childOf(instance, work, around);
    starts.events.push({ EventType: EventType.SubCreated, ...envelope, Name: child.name, InstanceId: child.id, Input });
    const isTaken = around.isLive(child.id) || starts.children.some(({ id }) => id === child.id);
    if (isTaken) starts.answers.push(taken(child, envelope));
    else starts.children.push(child);
  }
  return starts;
}

function mustExist({ kind, name }: Exclude<Planned, { kind: 'timer' }>, { knows }: Neighbours): void {
  if (knows(kind === 'sub' ? 'orchestration' : 'activity', name)) return;
  const what = kind === 'sub' ? 'an orchestrator' : 'an activity';
  throw new Error(`Expected ${what} named ${name} in the app, found none. Register it, or correct the name.`);
}

/** Ids of children without one are made as DurableTask makes them. */
const childOf = (
  { id, execution }: Instance,
  work: Extract<Planned, { kind: 'sub' }>,
  { now, newExecution, defaultVersion }: Neighbours,
): NewInstance => ({
  id: work.instanceId ?? `${execution}:${work.id.toString(16).padStart(4, '0')}`,
  execution: newExecution(),
  name: work.name,
  version: work.version ?? defaultVersion,
  input: work.input,
  createdAt: now.toISOString(),
  parent: { instance: id, execution, taskId: work.id },
});

function taken({ id, name }: NewInstance, { EventId, Timestamp }: { EventId: number; Timestamp: string }): Message {
  const because = `an instance with the id ${id} is running already`;
  const Reason = `Orchestrator function '${name}' failed: ${because}`;
  return { EventType: EventType.SubFailed, EventId: -1, Timestamp, TaskScheduledId: EventId, Reason, Details: because };
}
