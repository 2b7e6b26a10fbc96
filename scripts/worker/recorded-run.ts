import * as z from 'zod';

const EventType = { started: 0, taskScheduled: 4, taskFailed: 6, subCreated: 7 } as const;

const HistoryEvent = z.looseObject({
  EventType: z.int(),
  EventId: z.int(),
  TaskScheduledId: z.int().optional(),
  Name: z.string().optional(),
  Input: z.string().nullish(),
});
type HistoryEvent = z.infer<typeof HistoryEvent>;

/** One generation of a workflow as a release recorded it: its history, and what it ended with. */
export const RecordedRun = z.object({
  workflow: z.string(),
  instanceId: z.string(),
  output: z.unknown().optional(),
  again: z.unknown().optional(),
  history: z.array(HistoryEvent),
});
export type RecordedRun = z.infer<typeof RecordedRun>;

/** What the Functions host would send to have the whole history replayed. */
export const triggerOf = ({ instanceId, history }: RecordedRun) => ({
  history,
  input: JSON.parse(history.find((event) => event.EventType === EventType.started)?.Input ?? 'null'),
  instanceId,
  isReplaying: true,
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 2,
  longRunningTimerIntervalDuration: '3.00:00:00',
  maximumShortTimerDuration: '10675199.00:00:00',
  defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
});

interface Action {
  readonly actionType: number;
  readonly functionName?: string | undefined;
  readonly input?: unknown;
  readonly compoundActions?: readonly Action[] | undefined;
}
const Action: z.ZodType<Action> = z.lazy(() =>
  z.object({
    actionType: z.int(),
    functionName: z.string().optional(),
    input: z.unknown().optional(),
    compoundActions: z.array(Action).optional(),
  }),
);

/** What the SDK answers to a replay. */
export const Replayed = z.object({
  isDone: z.boolean(),
  actions: z.array(z.array(Action)),
  output: z.unknown().optional(),
});
export type Replayed = z.infer<typeof Replayed>;

const continueAsNew = 4;

const leaves = (actions: readonly Action[]): Action[] =>
  actions.flatMap((action) => (action.compoundActions ? leaves(action.compoundActions) : [action]));

/** What a run decided: the steps that it asked for, in order, and how it ended. Plain data, to be compared. */
export interface Decisions {
  readonly steps: readonly string[];
  readonly output?: unknown;
  readonly again?: unknown;
}

export const decisionsIn = ({ isDone, actions, output }: Replayed): Decisions => {
  const asked = leaves(actions.flat());
  const again = asked.find(
    ({ actionType, functionName }) => actionType === continueAsNew && functionName === undefined,
  );
  return {
    steps: asked.flatMap(({ functionName }) => functionName ?? []),
    ...(again ? { again: again.input } : isDone && { output }),
  };
};

/** A step that was retried is scheduled once for each attempt; the code asked for it once. */
export const decisionsRecorded = ({ history, output, again }: RecordedRun): Decisions => {
  const failed = new Set(
    history.filter((event) => event.EventType === EventType.taskFailed).map(({ TaskScheduledId }) => TaskScheduledId),
  );
  const toRetry: string[] = [];
  const isRetry = (work: string): boolean => {
    const at = toRetry.indexOf(work);
    if (at >= 0) toRetry.splice(at, 1);
    return at >= 0;
  };
  const steps = history.filter(isCall).flatMap(({ EventId, Name = '', Input }) => {
    const work = `${Name} ${Input ?? ''}`;
    const first = !isRetry(work);
    if (failed.has(EventId)) toRetry.push(work);
    return first ? [Name] : [];
  });
  return { steps, ...(again === undefined ? { output } : { again }) };
};

const isCall = (event: HistoryEvent): boolean =>
  event.EventType === EventType.taskScheduled || event.EventType === EventType.subCreated;
