import { OrchestratorState } from './actions';
import type { HistoryEvent } from './history';
import type { Instance } from './instance';

/** What the trigger of an orchestrator receives. Source: the .NET extension; schema versions count from 0 (V1). */
export interface OrchestrationPayload {
  readonly history: readonly (HistoryEvent & { readonly IsPlayed: boolean })[];
  readonly input: unknown;
  readonly instanceId: string;
  readonly isReplaying: boolean;
  readonly parentInstanceId?: string;
  readonly upperSchemaVersion: number;
  readonly upperSchemaVersionNew: number;
  readonly longRunningTimerIntervalDuration: string;
  readonly maximumShortTimerDuration: string;
  readonly defaultHttpAsyncRequestSleepTimeMillseconds: number;
}

/** The longest time span of .NET: no timer has to be made of shorter ones here. */
const forever = '10675199.00:00:00';

/** The payload of one replay: the past, then what is new in this turn. */
export const payloadOf = (instance: Instance, fresh: readonly HistoryEvent[]): OrchestrationPayload => ({
  history: [
    ...instance.history.map((event) => ({ ...event, IsPlayed: true })),
    ...fresh.map((event) => ({ ...event, IsPlayed: false })),
  ],
  input: JSON.parse(instance.input),
  instanceId: instance.id,
  isReplaying: instance.history.length > 0,
  ...(instance.parent && { parentInstanceId: instance.parent.instance }),
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 2,
  longRunningTimerIntervalDuration: '3.00:00:00',
  maximumShortTimerDuration: forever,
  defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
});

/** A failed orchestrator throws, with its state as JSON behind this label. */
const label = '\n\n$OutOfProcData$:';

/**
 * The state that a replay ended in, whether the SDK returned or threw it.
 *
 * @throws the error itself if it did not come from the orchestrator
 */
export async function stateOf(replay: Promise<unknown>): Promise<OrchestratorState> {
  try {
    return OrchestratorState.parse(await replay);
  } catch (error) {
    const [, json] = error instanceof Error ? error.message.split(label) : [];
    if (json === undefined) throw error;
    const state = OrchestratorState.parse(JSON.parse(json));
    return { ...state, error: state.error ?? withoutMessage };
  }
}

const withoutMessage =
  'Expected an error with a message, found one without. In Azure this orchestration would never end: give the error a text.';
