import { orchestrators } from '../orchestrators';

/** One event of a recorded history, as the Functions host sends it. */
export interface Recorded {
  readonly EventType: number;
  readonly Name?: string;
  readonly Input?: string;
}

/** A history of an earlier release: one generation of one instance, from its start to its end. */
export interface RecordedRun {
  readonly workflow: string;
  readonly instanceId: string;
  readonly history: readonly Recorded[];
  /** What it ended with: an output, or the input of the next generation. */
  readonly output?: unknown;
  readonly again?: unknown;
}

interface Action {
  readonly actionType: number;
  readonly functionName?: string;
  readonly input?: unknown;
  readonly compoundActions?: readonly Action[];
}
interface State {
  readonly isDone: boolean;
  readonly output?: unknown;
  readonly actions: readonly (readonly Action[])[];
}

const [taskScheduled, subOrchestrationCreated, continueAsNew] = [4, 7, 4];

const registered = orchestrators();

const leaves = (actions: readonly Action[]): Action[] =>
  actions.flatMap((action) => (action.compoundActions ? leaves(action.compoundActions) : [action]));

/**
 * Runs a recorded history through the real SDK against today's code. Answers the names that the code asks for beside
 * those in the history: the SDK matches by position alone, so a changed order passes there in silence. A step that was
 * retried is scheduled once for each attempt; only the first counts.
 */
export async function replay({ workflow, instanceId, history }: RecordedRun) {
  const started = history.find(({ EventType }) => EventType === 0);
  const trigger = {
    history,
    input: JSON.parse(started?.Input ?? 'null'),
    instanceId,
    isReplaying: true,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 2,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '10675199.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
  const state = (await registered.get(workflow)?.(trigger, { log() {} })) as State | undefined;
  if (!state) throw new Error(`No workflow is registered as "${workflow}"`);
  const actions = leaves(state.actions.flat());
  const again = actions.find(({ actionType, functionName }) => actionType === continueAsNew && !functionName);
  return {
    asked: actions.flatMap(({ functionName }) => functionName ?? []),
    recorded: firstAttempts(history),
    output: state.isDone && !again ? state.output : undefined,
    again: again?.input,
  };
}

function firstAttempts(history: readonly Recorded[]): string[] {
  const scheduled = history.filter(({ EventType }) => [taskScheduled, subOrchestrationCreated].includes(EventType));
  const seen = new Set<string>();
  return scheduled.flatMap(({ Name = '', Input = '' }) => {
    // A retry asks for the same work again, after the failure of the attempt before it.
    const retried = seen.has(`${Name} ${Input}`) && history.some(({ EventType }) => EventType === 6);
    seen.add(`${Name} ${Input}`);
    return retried ? [] : [Name];
  });
}
