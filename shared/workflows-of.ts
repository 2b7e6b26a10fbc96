import type { Workflows } from './world';

/** As much of the durable client as starting and telling needs; `shared/` does not know the engine. */
export interface EngineClient {
  startNew(name: string, options: { instanceId: string; input: unknown }): Promise<string>;
  raiseEvent(instanceId: string, event: string, payload: unknown): Promise<void>;
  getStatus(instanceId: string): Promise<{ runtimeStatus: string }>;
}

const alive = new Set(['Running', 'Pending', 'Suspended', 'ContinuedAsNew']);

/** Starts workflows by their own id. The engine refuses a second start of a live one, and that refusal is success. */
export const workflowsOf = (client: EngineClient): Workflows => ({
  async start(name, id, input) {
    const start = () => client.startNew(name, { instanceId: id, input });
    try {
      await start();
    } catch {
      // Refused because it is alive, which is what we want; or it ended just now, or the engine is in trouble: try once more.
      if (await isAlive(client, id)) return 'alive';
      await start();
    }
    return 'started';
  },
  tell: (id, event, payload) => client.raiseEvent(id, event, payload),
});

/** The SDK throws for an unknown instance; then the start was refused for another reason. */
async function isAlive(client: EngineClient, id: string): Promise<boolean> {
  try {
    return alive.has((await client.getStatus(id)).runtimeStatus);
  } catch {
    return false;
  }
}
