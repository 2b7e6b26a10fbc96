import {
  ActionType,
  UnsupportedAction,
  type Action,
  type CallAction,
  type CompoundAction,
  type RetryOptions,
} from './actions';
import { EventType, type HistoryEvent } from './history';
import { jsonText } from './payload';

/** A piece of work with the number under which its result must come back. Times are milliseconds since 1970. */
export type Planned =
  | { readonly kind: 'activity'; readonly id: number; readonly name: string; readonly input: string }
  | {
      readonly kind: 'sub';
      readonly id: number;
      readonly name: string;
      readonly input: string;
      readonly instanceId?: string;
      readonly version?: string;
    }
  | { readonly kind: 'timer'; readonly id: number; readonly fireAt: number; readonly canceled: boolean };
type Work = Planned extends infer P ? (P extends Planned ? Omit<P, 'id'> : never) : never;

/** Told once: whether the thing waited for went well. */
type Settle = (ok: boolean) => void;

/** Azure would schedule the same work again and hand the results to the wrong awaiters (durable-js issue 574). */
export class TaskAwaitedTwice extends Error {
  constructor(action: Action) {
    super(
      `Expected each task in one place, found ${described(action)} in two of them. Azure would run it twice and mix up ` +
        `the results: await a task in one Task.all, Task.any or yield only.`,
    );
  }
}

/**
 * All work that an orchestration has started so far, numbered as the SDK numbers it. Nothing on the wire carries these
 * numbers: SDK and host count in step, in the order in which work starts while the history is walked.
 *
 * @param actions everything the orchestrator asked for since its start, in the order of its yields
 * @throws {TaskAwaitedTwice} {UnsupportedAction}
 */
export function plan(actions: readonly Action[], history: readonly HistoryEvent[]): readonly Planned[] {
  return new Planner(actions).follow(history);
}

class Planner {
  private readonly planned: Planned[] = [];
  private readonly open = new Map<number, Settle>();
  private readonly waiting = new Map<string, Settle[]>();
  private readonly early = new Map<string, number>();
  private readonly seen = new Set<Action>();
  private now = 0;
  private next = 0;
  private free = true;

  constructor(private readonly actions: readonly Action[]) {}

  follow(history: readonly HistoryEvent[]): readonly Planned[] {
    for (const event of history) {
      this.take(event);
      this.advance();
    }
    return this.planned;
  }

  private take(event: HistoryEvent): void {
    switch (event.EventType) {
      case EventType.OrchestratorStarted:
        this.now = Math.max(this.now, Date.parse(event.Timestamp));
        return;
      case EventType.TaskCompleted:
      case EventType.SubCompleted:
        return this.settle(event.TaskScheduledId, true);
      case EventType.TaskFailed:
      case EventType.SubFailed:
        return this.settle(event.TaskScheduledId, false);
      case EventType.TimerFired:
        return this.settle(event.TimerId, true);
      case EventType.EventRaised:
        return this.raise(event.Name);
    }
  }

  /** Starts one action after the other for as long as nothing is waited for. */
  private advance(): void {
    for (let action = this.actions[this.next]; this.free && action; action = this.actions[this.next]) {
      this.next++;
      this.free = false;
      this.start(action, () => (this.free = true));
    }
  }

  private start(action: Action, settle: Settle): void {
    if (this.seen.has(action)) throw new TaskAwaitedTwice(action);
    this.seen.add(action);
    if ('functionName' in action) return this.call(action, settle);
    if ('compoundActions' in action) return this.startEach(action, settle);
    switch (action.actionType) {
      case ActionType.CreateTimer:
        return this.schedule({ kind: 'timer', fireAt: +new Date(action.fireAt), canceled: action.isCanceled }, settle);
      case ActionType.WaitForExternalEvent:
        return this.wait(action.externalEventName, settle);
      case ActionType.ContinueAsNew:
        return;
      default:
        throw new UnsupportedAction(numberOf(action));
    }
  }

  private call(action: CallAction, settle: Settle): void {
    if (action.retryOptions)
      this.attempt(called(action), new Retries(action.functionName, action.retryOptions), settle);
    else this.schedule(called(action), settle);
  }

  private startEach({ actionType, compoundActions }: CompoundAction, settle: Settle): void {
    const each = actionType === ActionType.WhenAll ? all(compoundActions.length, settle) : any(settle);
    for (const action of compoundActions) this.start(action, each);
  }

  private schedule(work: Work, settle: Settle): void {
    const id = this.planned.length;
    this.planned.push({ ...work, id });
    this.open.set(id, settle);
  }

  /** A timer follows the last failure too: only when that fires does the SDK raise the error. */
  private attempt(work: Work, retries: Retries, settle: Settle): void {
    this.schedule(work, (ok) => {
      if (ok) return settle(true);
      const { delay, isLast } = retries.afterFailure();
      this.schedule({ kind: 'timer', fireAt: this.now + delay, canceled: false }, () =>
        isLast ? settle(false) : this.attempt(work, retries, settle),
      );
    });
  }

  private settle(id: number, ok: boolean): void {
    const settle = this.open.get(id);
    this.open.delete(id);
    settle?.(ok);
  }

  private wait(name: string, settle: Settle): void {
    const early = this.early.get(name) ?? 0;
    if (early > 0) {
      this.early.set(name, early - 1);
      return settle(true);
    }
    this.waiting.set(name, [...(this.waiting.get(name) ?? []), settle]);
  }

  /** The SDK serves whoever waited last. */
  private raise(name: string): void {
    const settle = this.waiting.get(name)?.pop();
    if (settle) return settle(true);
    this.early.set(name, (this.early.get(name) ?? 0) + 1);
  }
}

/** Counts down: looking at every child each time would be quadratic in a large fan-out. */
function all(count: number, settle: Settle): Settle {
  let left = count;
  return (ok) => {
    if (left <= 0) return;
    left = ok ? left - 1 : 0;
    if (left === 0) settle(ok);
  };
}

/** The first to end wins, well or not; what it was is the orchestrator's business. */
function any(settle: Settle): Settle {
  let settled = false;
  return () => {
    if (settled) return;
    settled = true;
    settle(true);
  };
}

/** Delays as DurableTask computes them: doubling or the like from the first, capped. */
class Retries {
  private failures = 0;

  constructor(
    functionName: string,
    private readonly options: RetryOptions,
  ) {
    if (options.retryTimeoutInMilliseconds === undefined) return;
    throw new Error(
      `Expected no retryTimeoutInMilliseconds for ${functionName}: in Azure the orchestration hangs once it has passed. ` +
        `Limit maxNumberOfAttempts instead.`,
    );
  }

  afterFailure(): { delay: number; isLast: boolean } {
    const { firstRetryIntervalInMilliseconds: first, backoffCoefficient = 1, maxNumberOfAttempts } = this.options;
    const { maxRetryIntervalInMilliseconds: longest = Infinity } = this.options;
    const delay = Math.min(first * backoffCoefficient ** this.failures, longest);
    this.failures++;
    return { delay, isLast: this.failures >= maxNumberOfAttempts };
  }
}

/** Strings reach an activity already encoded as JSON, but not a sub-orchestration: the SDK does so. */
function called({ actionType, functionName: name, input, instanceId, version }: CallAction): Work {
  if (actionType === ActionType.CallActivity || actionType === ActionType.CallActivityWithRetry) {
    return { kind: 'activity', name, input: typeof input === 'string' ? input : jsonText(input) };
  }
  return { kind: 'sub', name, input: jsonText(input), ...(instanceId && { instanceId }), ...(version && { version }) };
}

const numberOf = ({ actionType }: { actionType: number }) => actionType;

function described(action: Action): string {
  if ('functionName' in action) return `the call of ${action.functionName}`;
  if ('externalEventName' in action) return `the wait for ${action.externalEventName}`;
  return 'fireAt' in action ? `the timer for ${new Date(action.fireAt).toISOString()}` : 'a Task.all or Task.any';
}
