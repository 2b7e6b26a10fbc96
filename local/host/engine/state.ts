import { EventType, isScheduled, type HistoryEvent, type Message } from './history';
import { begin, beginAgain, type Instance, type Turn } from './instance';
import type { JournalRecord } from './records';

/** The host's state in memory, made of records alone: what a restart reads is what ran before. */
export class State {
  readonly instances = new Map<string, Instance>();
  readonly schedules = new Map<string, string>();
  clockOffset = 0;

  apply(record: JournalRecord): void {
    switch (record.kind) {
      case 'created':
        return this.put(begin(record.instance));
      case 'snapshot':
        return this.put(record.instance);
      case 'message':
        return this.deliver(record.to, record.execution, record.message);
      case 'turn':
        return this.turn(record.turn);
      case 'suspended':
        return this.suspend(record);
      case 'purged':
        return record.ids.forEach((id) => this.instances.delete(id));
      case 'clock':
        this.clockOffset = record.offset;
        return;
      case 'schedule':
        this.schedules.set(record.timer, record.last);
    }
  }

  /** The shortest list of records that makes this state. */
  *records(): Generator<JournalRecord> {
    yield { kind: 'clock', offset: this.clockOffset };
    for (const [timer, last] of this.schedules) yield { kind: 'schedule', timer, last };
    for (const instance of this.instances.values()) yield { kind: 'snapshot', instance };
  }

  live(id: string, execution?: string): Instance | undefined {
    const instance = this.instances.get(id);
    const isMeant = instance && !instance.end && (execution === undefined || instance.execution === execution);
    return isMeant ? instance : undefined;
  }

  /** Whether a message would reach anybody: the first result of a task wins, later ones are dropped. */
  accepts(to: string, execution: string, message: Message): boolean {
    const instance = this.live(to, execution);
    return instance !== undefined && (!('TaskScheduledId' in message) || message.TaskScheduledId in instance.open);
  }

  private put(instance: Instance): void {
    // Deleted first: a replaced instance counts as the youngest.
    this.instances.delete(instance.id);
    this.instances.set(instance.id, instance);
  }

  private deliver(to: string, execution: string, message: Message): void {
    const instance = this.live(to, execution);
    if (!instance || !this.accepts(to, execution, message)) return;
    if ('TaskScheduledId' in message) delete instance.open[message.TaskScheduledId];
    instance.inbox.push(message);
  }

  private suspend({ id, suspended, at }: { id: string; suspended: boolean; at: string }): void {
    const instance = this.live(id);
    if (instance) Object.assign(instance, { suspended, updatedAt: at });
  }

  private turn(turn: Turn): void {
    const instance = this.live(turn.id, turn.execution);
    if (!instance) return;
    instance.inbox.splice(0, turn.took);
    instance.updatedAt = turn.at;
    instance.customStatus = turn.customStatus;
    for (const event of turn.events) record(instance, event);
    for (const id of turn.canceledTimers) delete instance.timers[id];
    for (const child of turn.children) this.put(begin(child));
    for (const answer of turn.answers) this.deliver(turn.id, turn.execution, answer);
    if (turn.again) this.instances.set(turn.id, beginAgain(instance, turn.again, turn.at));
    if (turn.end) this.end(instance, turn);
  }

  private end(instance: Instance, { end, at }: Turn): void {
    Object.assign(instance, { end, suspended: false, inbox: [], open: {}, timers: {} });
    if (instance.parent && end) {
      const { instance: parent, execution, taskId } = instance.parent;
      this.deliver(parent, execution, answerOf(instance.name, { taskId, at, ...end }));
    }
  }
}

function record(instance: Instance, event: HistoryEvent): void {
  instance.history.push(event);
  if (event.EventType === EventType.TimerFired) delete instance.timers[event.TimerId];
  if (!isScheduled(event)) return;
  if (event.EventType === EventType.TimerCreated) instance.timers[event.EventId] = event.FireAt;
  else instance.open[event.EventId] = true;
}

interface Ending {
  readonly taskId: number;
  readonly at: string;
  readonly status: string;
  readonly output: string;
}

/** What a parent hears. Failure texts as the .NET extension words them. */
function answerOf(name: string, { taskId, at, status, output }: Ending): Message {
  const envelope = { EventId: -1, Timestamp: at, TaskScheduledId: taskId };
  if (status === 'Completed') return { EventType: EventType.SubCompleted, ...envelope, Result: output };
  const text: unknown = JSON.parse(output);
  const because = typeof text === 'string' && text !== '' ? text : status.toLowerCase();
  const Reason = because.startsWith('Orchestrator function ')
    ? because
    : `Orchestrator function '${name}' failed: ${because}`;
  return { EventType: EventType.SubFailed, ...envelope, Reason, Details: because };
}
