import * as z from 'zod';
import type { Log } from './log';
import { TypedData } from './typed-data';

const Binding = z.looseObject({ type: z.string(), direction: z.enum(['in', 'out']) });
const Metadata = z.object({ name: z.string(), bindings: z.record(z.string(), Binding) });

type Callback = (...args: unknown[]) => unknown;
/** A callback of a hook: it may change the context it is given. */
export type Hook = (context: object) => unknown;

/** A function that the app registered. */
export interface RegisteredFunction {
  readonly name: string;
  readonly trigger: z.infer<typeof Binding> & { readonly binding: string };
  readonly bindings: z.infer<typeof Metadata>['bindings'];
  readonly callback: Callback;
}

/** What the library makes of one call. The sequence is the worker's: arguments, hooks, function, hooks, answer. */
export interface InvocationModel {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<{ returnValue?: TypedData | null }>;
}
export interface ProgrammingModel {
  getInvocationModel(core: object): InvocationModel;
  getCapabilities(offered: Record<string, string>): Promise<Record<string, string>>;
}

/** What an app told the host while it was loaded. */
export interface Registrations {
  readonly functions: Map<string, RegisteredFunction>;
  readonly hooks: Map<string, Hook[]>;
  model: ProgrammingModel | undefined;
}

/**
 * The module `@azure/functions-core`, which is on no disk: the Functions worker gives it to the libraries when they ask.
 * Members as in worker 3.9.
 */
export function functionsCore(log: Log) {
  const registrations: Registrations = { functions: new Map(), hooks: new Map(), model: undefined };
  const core = {
    version: '3.9.1',
    hostVersion: '4.34.0',
    Disposable,
    registerFunction(metadata: unknown, callback: Callback) {
      const registered = registeredFunction(metadata, callback);
      registrations.functions.set(registered.name, registered);
      return new Disposable(() => registrations.functions.delete(registered.name));
    },
    registerHook(name: string, hook: Hook) {
      const hooks = registrations.hooks.get(name) ?? [];
      registrations.hooks.set(name, [...hooks, hook]);
      return new Disposable(() => registrations.hooks.set(name, without(registrations.hooks.get(name) ?? [], hook)));
    },
    setProgrammingModel(model: ProgrammingModel) {
      registrations.model = model;
    },
    getProgrammingModel: () => registrations.model,
    log: (level: string, category: string, message: string) => log({ level, category, message }),
  };
  return { core, registrations };
}

const without = (hooks: Hook[], gone: Hook) => hooks.filter((hook) => hook !== gone);

/** What the app may undo. */
class Disposable {
  constructor(readonly dispose: () => void) {}
}

function registeredFunction(metadata: unknown, callback: Callback): RegisteredFunction {
  const { name, bindings } = Metadata.parse(metadata);
  const [entry] = Object.entries(bindings).filter(
    ([, { type, direction }]) => direction === 'in' && type.endsWith('Trigger'),
  );
  if (!entry) throw new Error(`Expected a trigger on function ${name}, found none.`);
  const [binding, trigger] = entry;
  return { name, bindings, callback, trigger: { ...trigger, binding } };
}
