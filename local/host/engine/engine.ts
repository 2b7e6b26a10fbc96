import { randomUUID } from 'node:crypto';
import type { Alarms } from '../alarms';
import type { EstateClock } from '../clock';
import { EventType, type HistoryEvent, type Message } from './history';
import type { End, Instance, Turn } from './instance';
import type { Journal } from './journal';
import { fitting, jsonText, PayloadTooLarge } from './payload';
import type { OrchestrationPayload } from './replay';
import { ended, failure, isReady, takeTurn } from './turn';
import { WorkQueue } from './work-queue';

/** The app, as the engine sees it. */
export interface AppFunctions {
  knows(kind: 'activity' | 'orchestration', name: string): boolean;
  /** Replays an orchestrator; gives back what the SDK returned. */
  orchestrate(name: string, payload: OrchestrationPayload): Promise<unknown>;
  /** Runs an activity. Input and result are JSON text. */
  act(name: string, input: string): Promise<string>;
}

export interface EngineOptions {
  readonly journal: Journal;
  readonly clock: EstateClock;
  readonly alarms: Alarms;
  readonly functions: AppFunctions;
  readonly maxConcurrentActivities: number;
  readonly maxConcurrentOrchestrators: number;
  /** The version of instances that were started without one. */
  readonly defaultVersion: string;
}

/** What to start, all but the name optional. `input` is JSON text. */
export interface Start {
  readonly name: string;
  readonly id?: string;
  readonly version?: string;
  readonly input?: string;
}

/** An id belongs to one living instance at a time. */
export class InstanceAlive extends Error {
  constructor(id: string) {
    super(
      `Expected no living instance with the id ${id}, found one. Wait for its end, terminate it, or use another id.`,
    );
  }
}

/** No function of that name can be started. */
export class UnknownOrchestrator extends Error {
  constructor(name: string) {
    super(`Expected an orchestrator named ${name} in the app, found none. Register it, or correct the name.`);
  }
}

/** A short replay costs nothing; after a longer one as much time is left for further results to come in. */
const coalescing = { from: 5, longest: 250 };

/**
 * Runs orchestrations. Whatever happens is a record in the journal first and has effects afterwards; the effects follow
 * from the state, so a restart finds them again. Activities run at least once.
 */
export class Engine {
  private readonly activities: WorkQueue;
  private readonly orchestrators: WorkQueue;
  /** Instances that have a turn before them or under way. */
  private readonly turning = new Set<string>();

  constructor(private readonly options: EngineOptions) {
    this.activities = new WorkQueue(options.maxConcurrentActivities);
    this.orchestrators = new WorkQueue(options.maxConcurrentOrchestrators);
  }

  /** Takes up what an earlier process left: activities without a result, timers, messages not yet looked at. */
  resumeAll(): void {
    for (const instance of this.instances.values()) {
      this.dispatch(instance, instance.history);
      this.wakeWhenDue(instance);
    }
  }

  get instances(): ReadonlyMap<string, Instance> {
    return this.options.journal.state.instances;
  }

  /** Turns and activities that are under way or about to be; instances that only wait are not counted. */
  get load(): { running: number; queued: number } {
    const running = this.activities.active + this.orchestrators.active;
    return { running, queued: this.activities.queued + this.turning.size - this.orchestrators.active };
  }

  /** @returns the id. @throws {InstanceAlive} {UnknownOrchestrator} {PayloadTooLarge} */
  start({ name, id = randomUUID().replaceAll('-', ''), version, input = 'null' }: Start): string {
    if (!this.options.functions.knows('orchestration', name)) throw new UnknownOrchestrator(name);
    if (this.live(id)) throw new InstanceAlive(id);
    fitting(input, `the input of ${name}`);
    const createdAt = this.options.clock.now().toISOString();
    const instance = {
      id,
      execution: newExecution(),
      name,
      version: version ?? this.options.defaultVersion,
      input,
      createdAt,
    };
    this.options.journal.write({ kind: 'created', instance });
    this.wake(id);
    return id;
  }

  /** Events to an instance that is not alive are nobody's: look before. `input` is JSON text. @throws {PayloadTooLarge} */
  raise(id: string, name: string, input: string): void {
    fitting(input, `the event ${name}`);
    const Timestamp = this.options.clock.now().toISOString();
    const { execution } = this.live(id) ?? { execution: '' };
    this.deliver(id, execution, { EventType: EventType.EventRaised, EventId: -1, Timestamp, Name: name, Input: input });
  }

  suspend(id: string, suspended: boolean): void {
    this.options.journal.write({ kind: 'suspended', id, suspended, at: this.options.clock.now().toISOString() });
    this.wake(id);
  }

  terminate(id: string, reason: string): void {
    this.end(this.live(id), { status: 'Terminated', output: jsonText(reason) });
  }

  /** Forgets finished instances; living ones are left alone. @returns how many it forgot */
  purge(ids: readonly string[]): number {
    const gone = ids.filter((id) => this.instances.get(id)?.end);
    if (gone.length > 0) this.options.journal.write({ kind: 'purged', ids: gone });
    return gone.length;
  }

  /** Takes no further work. Resolves when what was under way is written down. */
  async stop(): Promise<void> {
    await Promise.all([this.activities.stop(), this.orchestrators.stop()]);
  }

  private live(id: string, execution?: string): Instance | undefined {
    return this.options.journal.state.live(id, execution);
  }

  private wake(id: string): void {
    if (this.turning.has(id)) return;
    const instance = this.live(id);
    if (!instance || !isReady(instance, this.options.clock.now())) return;
    this.turning.add(id);
    this.orchestrators.push(() => this.turn(id));
  }

  private wakeWhenDue(instance: Instance): void {
    const { alarms } = this.options;
    const times = Object.values(instance.timers).map((at) => Date.parse(at));
    if (times.length === 0) alarms.clear(instance.id);
    else alarms.set(instance.id, Math.min(...times), () => this.wake(instance.id));
    this.wake(instance.id);
  }

  private async turn(id: string): Promise<void> {
    const began = performance.now();
    const instance = this.live(id);
    if (instance && isReady(instance, this.options.clock.now()))
      this.commit(await takeTurn(instance, this.surroundings()));
    const took = performance.now() - began;
    const again = () => {
      this.turning.delete(id);
      this.wake(id);
    };
    if (took > coalescing.from && this.live(id)) setTimeout(again, Math.min(took, coalescing.longest));
    else again();
  }

  private surroundings() {
    const { clock, functions, defaultVersion } = this.options;
    return {
      now: clock.now(),
      defaultVersion,
      newExecution,
      orchestrate: (name: string, payload: OrchestrationPayload) => functions.orchestrate(name, payload),
      knows: (kind: 'activity' | 'orchestration', name: string) => functions.knows(kind, name),
      isLive: (id: string) => this.live(id) !== undefined,
    };
  }

  /** A turn of an instance that was ended or replaced meanwhile is worth nothing. */
  private commit(turn: Turn): void {
    const instance = this.live(turn.id, turn.execution);
    if (!instance) return;
    this.options.journal.write({ kind: 'turn', turn });
    this.dispatch(instance, turn.events);
    this.wakeWhenDue(this.instances.get(turn.id) ?? instance);
    for (const child of turn.children) this.wake(child.id);
    if (turn.end && instance.parent) this.wake(instance.parent.instance);
  }

  private dispatch({ id, execution, open }: Instance, events: readonly HistoryEvent[]): void {
    for (const event of events) {
      if (event.EventType !== EventType.TaskScheduled || !(event.EventId in open)) continue;
      this.activities.push(() => this.act(id, execution, event));
    }
  }

  private async act(
    id: string,
    execution: string,
    task: { Name: string; Input: string; EventId: number },
  ): Promise<void> {
    if (!this.live(id, execution)) return;
    const outcome = await this.outcomeOf(task);
    const Timestamp = this.options.clock.now().toISOString();
    if (outcome instanceof PayloadTooLarge) {
      const instance = this.live(id, execution);
      return this.end(instance, failure(instance?.name ?? '', outcome.message));
    }
    this.deliver(id, execution, { EventId: -1, Timestamp, TaskScheduledId: task.EventId, ...outcome });
  }

  /** A result that is too large is no failure of the activity: trying again would not make it smaller. */
  private async outcomeOf({ Name, Input }: { Name: string; Input: string }) {
    try {
      const Result = await this.options.functions.act(Name, Input);
      return { EventType: EventType.TaskCompleted, Result: fitting(Result, `the result of activity ${Name}`) };
    } catch (error) {
      if (error instanceof PayloadTooLarge) return error;
      const because = error instanceof Error ? error.message : String(error);
      const Reason = `Activity function '${Name}' failed: ${because}`;
      return { EventType: EventType.TaskFailed, Reason, Details: because };
    }
  }

  private deliver(to: string, execution: string, message: Message): void {
    if (!this.options.journal.state.accepts(to, execution, message)) return;
    this.options.journal.write({ kind: 'message', to, execution, message });
    this.wake(to);
  }

  private end(instance: Instance | undefined, end: End): void {
    if (instance) this.commit(ended(instance, this.options.clock.now(), end));
  }
}

const newExecution = () => randomUUID().replaceAll('-', '');
