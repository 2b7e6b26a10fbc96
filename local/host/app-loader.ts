import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { functionsCore, type Registrations } from './functions-core';
import type { Log } from './log';
import type { Settings } from './settings';

/** What this host can call and what it can give to a function. */
const triggers = ['httpTrigger', 'timerTrigger', 'eventGridTrigger', 'activityTrigger', 'orchestrationTrigger'];
const inputs = ['durableClient', 'orchestrationClient'];

/** The app was loaded, but this host cannot run it. */
export class AppNotRunnable extends Error {
  constructor(found: string) {
    super(
      `Expected HTTP, timer, Event Grid, activity and orchestration triggers with durable clients as extra inputs, ` +
        `found ${found}. The local host runs nothing else: move it to its own app, or run it in Azure.`,
    );
  }
}

/**
 * Loads the built app unchanged, as the Functions worker would.
 *
 * @returns everything it registered, its start hooks already called
 * @throws {AppNotRunnable} or whatever the app throws
 */
export async function loadApp({ main, isModule }: Settings, log: Log): Promise<Registrations> {
  const { core, registrations } = functionsCore(log);
  provide('@azure/functions-core', core);
  if (isModule || main.endsWith('.mjs')) await import(pathToFileURL(main).href);
  else createRequire(main)(main);

  mustBeRunnable(registrations);
  await registrations.model?.getCapabilities({});
  await runHooks(registrations, 'appStart');
  return registrations;
}

/** Calls the app's hooks of a name in the order of their registration; each may change the context. */
export async function runHooks({ hooks }: Registrations, name: string, context: object = {}): Promise<void> {
  for (const hook of hooks.get(name) ?? []) await hook(context);
}

/** Answers requests for a module that is nowhere on the disk. Before the app is loaded: the library asks only once. */
function provide(name: string, exported: object): void {
  const load: (request: string, ...rest: unknown[]) => unknown = Reflect.get(Module, '_load');
  Reflect.set(Module, '_load', (request: string, ...rest: unknown[]) =>
    request === name ? exported : load(request, ...rest),
  );
}

function mustBeRunnable({ functions, model }: Registrations): void {
  if (!model || functions.size === 0) throw new AppNotRunnable('no function at all');
  for (const { name, trigger, bindings } of functions.values()) {
    if (!triggers.includes(trigger.type)) throw new AppNotRunnable(`a ${trigger.type} on function ${name}`);
    for (const [binding, { type, direction }] of Object.entries(bindings)) {
      const isKnown =
        binding === trigger.binding || binding === '$return' || (direction === 'in' && inputs.includes(type));
      if (!isKnown) throw new AppNotRunnable(`a binding of type ${type} on function ${name}`);
    }
  }
}
