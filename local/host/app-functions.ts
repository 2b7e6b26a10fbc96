import type { AppFunctions } from './engine/engine';
import type { Invoker } from './invocation';
import { jsonOf } from './typed-data';

const triggers = { activity: 'activityTrigger', orchestration: 'orchestrationTrigger' } as const;

/** The loaded app as the engine wants it. An orchestrator's result keeps its objects: the planner tells tasks by identity. */
export function appFunctions(invoker: Invoker): AppFunctions {
  const call = (kind: keyof typeof triggers, name: string, json: string) => {
    const called = invoker.find(triggers[kind], name);
    if (!called) throw new Error(`Expected an ${kind} named ${name} in the app, found none. Register it again.`);
    return invoker.invoke(called, { json });
  };
  return {
    knows: (kind, name) => invoker.find(triggers[kind], name) !== undefined,
    orchestrate: async (name, payload) => (await call('orchestration', name, JSON.stringify(payload))).result,
    act: async (name, input) => jsonOf((await call('activity', name, input)).returnValue),
  };
}
