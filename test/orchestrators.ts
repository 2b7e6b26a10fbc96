import { app } from '@azure/functions';
import { workflows } from '../orchestrations';
import type { World } from '../shared/world';

/** What the real SDK makes of a workflow: given the host's trigger payload, it answers what to schedule. */
export type Orchestrator = (trigger: unknown, context: unknown) => Promise<unknown>;

/** The handlers that durable-functions makes of our workflows, caught while they register themselves. */
export function orchestrators(): ReadonlyMap<string, Orchestrator> {
  const handlers = new Map<string, Orchestrator>();
  const generic = jest
    .spyOn(app, 'generic')
    .mockImplementation((name, { handler }) => void handlers.set(name, handler as Orchestrator));
  for (const workflow of workflows) workflow.register({} as World);
  generic.mockRestore();
  return handlers;
}
