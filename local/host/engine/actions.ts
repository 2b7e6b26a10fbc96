import * as z from 'zod';

/** Numbers of the actions this host carries out. Source: `ActionType` of durable-functions 3. */
export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  WhenAny: 11,
  WhenAll: 12,
} as const;

/** Times in milliseconds. */
export interface RetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

/** A call of an activity or a sub-orchestration, the latter with an id if the app chose one. */
export interface CallAction {
  readonly actionType: 0 | 1 | 2 | 3;
  readonly functionName: string;
  readonly input?: unknown;
  readonly instanceId?: string;
  readonly version?: string;
  readonly retryOptions?: RetryOptions;
}
export interface ContinueAsNewAction {
  readonly actionType: 4;
  readonly input?: unknown;
}
interface CreateTimerAction {
  readonly actionType: 5;
  readonly fireAt: Date | string;
  readonly isCanceled: boolean;
}
interface WaitAction {
  readonly actionType: 6;
  readonly externalEventName: string;
}
/** Task.any or Task.all. */
export interface CompoundAction {
  readonly actionType: 11 | 12;
  readonly compoundActions: readonly Action[];
}

/** What an orchestrator asks the engine for. */
export type Action = CallAction | ContinueAsNewAction | CreateTimerAction | WaitAction | CompoundAction;

/** Kept as the objects they are: the planner tells by identity whether one task was awaited twice. */
const AnyAction = z.custom<Action>((value) => typeof value === 'object' && value !== null && 'actionType' in value);

/** What the SDK returns from a replay. `error` and `customStatus` are left out when falsy. */
export const OrchestratorState = z.object({
  isDone: z.boolean(),
  actions: z.array(z.array(AnyAction)).transform((lists) => lists.flat()),
  output: z.unknown().optional(),
  error: z.string().optional(),
  customStatus: z.unknown().optional(),
});
export type OrchestratorState = z.infer<typeof OrchestratorState>;

const names = new Map<number, string>([
  [7, 'callEntity'],
  [8, 'callHttp'],
  [9, 'signalEntity'],
  [10, 'a scheduled signalEntity'],
  [13, 'df.lock'],
  [14, 'the release of a lock'],
]);

/** The app asked for something that works in Azure and not here. */
export class UnsupportedAction extends Error {
  constructor(actionType: number) {
    super(
      `Expected activities, sub-orchestrations, timers, events, Task.all, Task.any and continueAsNew, found ` +
        `${names.get(actionType) ?? `an action of unknown type ${actionType}`}. The local host does not carry that out: ` +
        `do it in an activity, or run this orchestration in Azure.`,
    );
  }
}
