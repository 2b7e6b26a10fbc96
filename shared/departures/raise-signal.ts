import type { Workflows } from '../world';
import type { Signal, Signals } from './signal';

/** Id of the one workflow instance that makes cases of a principal's signals. */
const caseInstance = (principal: string): string => `principal-${principal.replaceAll(/[^\w-]/g, '_')}`;

/** Has a workflow take up the open signals of the principal, unless one is at it. */
export const settleSignals = (workflows: Workflows, principal: string): Promise<'started' | 'alive'> =>
  workflows.start('respondToRoleChange', caseInstance(principal), { principal });

/** Writes the signal first, so that none is lost; false when it was known. */
export async function raiseSignal(
  { signals, workflows }: { readonly signals: Signals; readonly workflows: Workflows },
  signal: Signal,
): Promise<boolean> {
  const isNew = await signals.add(signal);
  if (isNew) await settleSignals(workflows, signal.principal);
  return isNew;
}
