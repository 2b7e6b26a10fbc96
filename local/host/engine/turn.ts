import { ActionType, type ContinueAsNewAction, type OrchestratorState } from './actions';
import { EventType, isScheduled, type HistoryEvent } from './history';
import type { End, Instance, Turn } from './instance';
import { fitting, jsonText } from './payload';
import { plan } from './planner';
import { payloadOf, stateOf, type OrchestrationPayload } from './replay';
import { mustBeTheSame, start, type Neighbours } from './start-work';

/** What a turn needs to know of the world around its instance. */
export interface Surroundings extends Neighbours {
  readonly now: Date;
  /** Calls the orchestrator; gives back what the SDK returned. */
  readonly orchestrate: (name: string, payload: OrchestrationPayload) => Promise<unknown>;
}

/** Whether a turn has anything to do. */
export const isReady = ({ end, suspended, inbox, timers }: Instance, now: Date): boolean =>
  !end && !suspended && (inbox.length > 0 || Object.values(timers).some((at) => Date.parse(at) <= +now));

/**
 * Replays an instance over all it has heard so far and writes down what follows from it. Whatever goes wrong in a turn
 * fails the instance: a turn that throws would only throw again.
 */
export async function takeTurn(instance: Instance, around: Surroundings): Promise<Turn> {
  const took = instance.inbox.length;
  const fresh = arrived(instance, around.now);
  try {
    return { ...(await follow(instance, fresh, around)), took };
  } catch (error) {
    const end = ended(instance, around.now, failure(instance.name, messageOf(error)));
    return { ...end, took, events: [...fresh, ...end.events] };
  }
}

/** A turn in which nothing happens but the end. */
export function ended(instance: Instance, now: Date, end: End): Turn {
  const envelope = { EventId: -1, Timestamp: now.toISOString() };
  const type = end.status === 'Terminated' ? EventType.ExecutionTerminated : EventType.ExecutionCompleted;
  return { ...idle(instance, now), took: instance.inbox.length, events: [{ EventType: type, ...envelope }], end };
}

/** The failed end of an orchestrator, in the words of the .NET extension. */
export const failure = (name: string, because: string): End => ({
  status: 'Failed',
  output: jsonText(`Orchestrator function '${name}' failed: ${because}`),
});

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const idle = ({ id, execution, customStatus }: Instance, now: Date): Turn => ({
  id,
  execution,
  at: now.toISOString(),
  took: 0,
  events: [],
  canceledTimers: [],
  customStatus,
  children: [],
  answers: [],
});

/** Messages and due timers, in the order in which they came. */
function arrived({ inbox, timers }: Instance, now: Date): HistoryEvent[] {
  const fired = Object.entries(timers)
    .filter(([, at]) => Date.parse(at) <= +now)
    .map(([id, at]) => ({
      EventType: EventType.TimerFired,
      EventId: -1,
      Timestamp: at,
      TimerId: Number(id),
      FireAt: at,
    }));
  const came: HistoryEvent[] = [...inbox, ...fired];
  came.sort((a, b) => Date.parse(a.Timestamp) - Date.parse(b.Timestamp));
  return [{ EventType: EventType.OrchestratorStarted, EventId: -1, Timestamp: now.toISOString() }, ...came];
}

async function follow(instance: Instance, fresh: HistoryEvent[], around: Surroundings): Promise<Turn> {
  const state = await stateOf(around.orchestrate(instance.name, payloadOf(instance, fresh)));
  const turn = { ...idle(instance, around.now), events: fresh, customStatus: statusOf(instance, state) };
  const close = { EventType: EventType.OrchestratorCompleted, EventId: -1, Timestamp: turn.at };
  const events = [...fresh, { ...close, EventType: EventType.ExecutionCompleted }];
  if (state.error !== undefined) return { ...turn, events, end: failure(instance.name, state.error) };

  const planned = plan(state.actions, [...instance.history, ...fresh]);
  const before = new Map(instance.history.filter(isScheduled).map((event) => [event.EventId, event]));
  for (const work of planned) mustBeTheSame(work, before.get(work.id));
  const restart = state.actions.find(isContinueAsNew);
  if (restart) return { ...turn, again: { execution: around.newExecution(), input: nextInput(instance, restart) } };
  if (state.isDone) return { ...turn, events, end: { status: 'Completed', output: outputOf(instance, state) } };

  const unheard = planned.filter(({ id }) => !before.has(id));
  const started = start(instance, unheard, around);
  const canceledTimers = planned.filter((work) => work.kind === 'timer' && work.canceled).map(({ id }) => id);
  return { ...turn, ...started, canceledTimers, events: [...fresh, ...started.events, close] };
}

const statusOf = ({ name, customStatus }: Instance, state: OrchestratorState): string =>
  state.customStatus === undefined
    ? customStatus
    : fitting(jsonText(state.customStatus), `the custom status of ${name}`);

const outputOf = ({ name }: Instance, { output }: OrchestratorState): string =>
  fitting(jsonText(output), `the output of ${name}`);

const isContinueAsNew = (action: { actionType: number }): action is ContinueAsNewAction =>
  action.actionType === ActionType.ContinueAsNew;

/** The SDK has encoded a string already, and nothing else. */
const nextInput = ({ name }: Instance, { input }: ContinueAsNewAction): string =>
  fitting(typeof input === 'string' ? input : jsonText(input), `the input for continueAsNew of ${name}`);
