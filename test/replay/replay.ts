import { type Decisions, decisionsIn, type RecordedRun, Replayed, triggerOf } from '../../scripts/worker/recorded-run';
import { orchestrators } from '../orchestrators';

const registered = orchestrators();

/**
 * Runs a recorded history through the real SDK against today's code. The SDK matches by position alone, so a changed order
 * passes there in silence; the decisions show it.
 */
export async function replay(run: RecordedRun): Promise<Decisions> {
  const orchestrator = registered.get(run.workflow);
  if (!orchestrator) throw new Error(`No workflow is registered as "${run.workflow}"`);
  return decisionsIn(Replayed.parse(await orchestrator(triggerOf(run), { log() {} })));
}
