import { randomUUID } from 'node:crypto';
import { runHooks } from './app-loader';
import type { RegisteredFunction, Registrations } from './functions-core';
import type { Log } from './log';
import { TypedData } from './typed-data';

/** What a function returned: as it was, and in the language of the worker. */
export interface Invoked {
  readonly result: unknown;
  readonly returnValue: TypedData | null | undefined;
}

/** What a trigger hands over. `HttpRequest` of the library takes `http` in another shape than it gives it back. */
export type TriggerData = Pick<TypedData, 'json'> | { readonly http: object };

/** Calls functions of the app in the way of the Functions worker, hooks included. */
export class Invoker {
  private underWay = 0;
  private onEnded: () => void = () => undefined;

  /** @param clientBinding what a durable client is made from, as JSON text */
  constructor(
    private readonly registrations: Registrations,
    private readonly clientBinding: string,
    private readonly log: Log,
  ) {}

  /** Calls that have not ended. */
  get running(): number {
    return this.underWay;
  }

  /** Resolves when no call is under way. */
  async ended(): Promise<void> {
    if (this.underWay > 0) await new Promise<void>((resolve) => (this.onEnded = resolve));
  }

  get functions(): readonly RegisteredFunction[] {
    return [...this.registrations.functions.values()];
  }

  find(type: string, name: string): RegisteredFunction | undefined {
    const found = this.registrations.functions.get(name);
    return found?.trigger.type === type ? found : undefined;
  }

  /** @throws what the function throws, after one line in the log */
  async invoke(called: RegisteredFunction, data: TriggerData): Promise<Invoked> {
    this.underWay++;
    try {
      return await this.run(called, data);
    } catch (error) {
      this.log({ level: 'error', category: 'host', function: called.name, message: `failed: ${firstPart(error)}` });
      throw error;
    } finally {
      this.underWay--;
      if (this.underWay === 0) this.onEnded();
    }
  }

  private async run(called: RegisteredFunction, data: TriggerData): Promise<Invoked> {
    const { model } = this.registrations;
    if (!model) throw new Error('Expected a programming model, found none: the app has not been loaded.');
    const core = this.coreContext(called, data);
    const invocation = model.getInvocationModel(core);
    const { context, inputs } = await invocation.getArguments();

    const hookData = {};
    const before = { hookData, invocationContext: context, functionCallback: called.callback, inputs };
    await runHooks(this.registrations, 'preInvocation', before);
    const after: { result: unknown; error: unknown } = { result: null, error: null };
    try {
      after.result = await invocation.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error;
    }
    core.state = 'postInvocationHooks';
    const seen = Object.assign(after, { hookData, invocationContext: context, inputs });
    await runHooks(this.registrations, 'postInvocation', seen);
    if (seen.error) throw seen.error;
    const { returnValue } = await invocation.getResponse(context, seen.result);
    return { result: seen.result, returnValue: TypedData.nullish().parse(returnValue) };
  }

  private coreContext({ name, trigger, bindings }: RegisteredFunction, data: TriggerData) {
    const invocationId = randomUUID();
    const clients = Object.entries(bindings).filter(([, { type }]) => type.endsWith('Client'));
    return {
      invocationId,
      request: {
        invocationId,
        inputData: [
          { name: trigger.binding, data },
          ...clients.map(([client]) => ({ name: client, data: { json: this.clientBinding } })),
        ],
        triggerMetadata: {},
      },
      metadata: { name, bindings },
      state: 'invocation',
      log: (level: string, category: string, message: string) => this.log({ level, category, message, function: name }),
    };
  }
}

/** A failed orchestrator's message carries its whole state behind a label. */
const firstPart = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n\n$OutOfProcData$:')[0];
