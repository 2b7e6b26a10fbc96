/**
 * The only file that knows how Durable Functions schedules work. Workflows see `Durable` and never hold a task, so the
 * traps of the SDK (a task awaited twice, an empty fan-out, a timer left open) cannot be written down.
 */
import * as df from 'durable-functions';
import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { loggedTo } from '../shared/pacing/asking';
import type { Workflows, World } from '../shared/world';
import { workflowsOf } from '../shared/workflows-of';

/** A computation that the engine may replay: what it yields is the engine's business, what it returns is ours. */
export type Steps<T> = Generator<df.Task, T, unknown>;

/** Something the Functions host has to know by name. Instances in flight remember the name: never change it. */
export interface Registrable {
  readonly name: string;
  register(world: World): void;
}

/** What a step sees of the outside: the world, and the engine's door for starting workflows. */
export type StepWorld = World & { readonly workflows: Workflows };

/** One piece of outside work. The engine delivers it at least once, so `run` must be safe to run twice. */
export interface Step<I, O> extends Registrable {
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
  readonly run: (input: I, world: StepWorld) => Promise<NoInfer<O>>;
}

export const step = <I, O>(definition: Omit<Step<I, O>, 'register'>): Step<I, O> => ({
  ...definition,
  register: (world) => {
    const { name, input, run } = definition;
    df.app.activity(name, {
      extraInputs: [df.input.durableClient()],
      handler: (raw: unknown, context) =>
        loggedTo(context, () => run(input.parse(raw), { ...world, workflows: workflowsOf(df.getClient(context)) })),
    });
  },
});

/** The answer of one member of a fan-out. One member's failure must not hide what became of the others. */
export type Settled<T> = { readonly ok: T } | { readonly failed: string };
const settled = <T>(value: z.ZodType<T>): z.ZodType<Settled<T>> =>
  z.union([z.object({ ok: value }), z.object({ failed: z.string() })]);

/** A step for fan-outs: it always answers, and the workflow decides whether to try again. */
export const member = <I, O>(definition: Omit<Step<I, O>, 'register'>): Step<I, Settled<O>> =>
  step({
    ...definition,
    output: settled(definition.output),
    run: (input, world) =>
      definition.run(input, world).then(
        (ok) => ({ ok }),
        (error) => ({ failed: messageOf(error) }),
      ),
  });

/** A procedure of steps, waits and decisions. It decides; only steps touch the world. */
export interface Workflow<I, O> extends Registrable {
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
  readonly story: (durable: Durable, input: I) => Steps<O>;
}

export const workflow = <I, O>(definition: Omit<Workflow<I, O>, 'register'>): Workflow<I, O> => ({
  ...definition,
  register: () => {
    const { name, input, story } = definition;
    // A literal `function*`: durable-functions 4 tells workflows from plain functions by that.
    df.app.orchestration(name, function* (context) {
      return yield* story(durable(context), input.parse(context.df.getInput()));
    });
  },
});

/** A workflow for fan-outs: it always answers. */
export const part = <I, O>(definition: Omit<Workflow<I, O>, 'register'>): Workflow<I, Settled<O>> =>
  workflow({
    ...definition,
    output: settled(definition.output),
    *story(durable, input) {
      try {
        return { ok: yield* definition.story(durable, input) };
      } catch (error) {
        return { failed: messageOf(error) };
      }
    },
  });

/** What a workflow may ask of the engine. */
export interface Durable {
  /** The engine's time, the same in every replay. Times are ISO 8601 text here, as they cross the engine. */
  readonly now: string;
  /** The time so many milliseconds from now. */
  after(milliseconds: number): string;
  /**
   * Whether the instance was begun by this or a later `defaultVersion` of host.json. What a workflow does in another order
   * than before stands behind it, so that instances in flight go on as they began.
   */
  since(version: string): boolean;
  call<I, O>(step: Step<I, O>, input: NoInfer<I>): Steps<O>;
  /** Runs the step for every input at once. An empty list costs nothing. */
  callEach<I, O>(member: Step<I, Settled<O>>, inputs: readonly NoInfer<I>[]): Steps<readonly Settled<O>[]>;
  /** Runs the sub-workflow for every input at once. An empty list costs nothing. */
  callParts<I, O>(part: Workflow<I, Settled<O>>, inputs: readonly NoInfer<I>[]): Steps<readonly Settled<O>[]>;
  sleepUntil(time: string): Steps<void>;
  /** True when the event arrived, false once `deadline` has passed. Wait for one event name in one place at a time. */
  waitFor(event: string, deadline: string): Steps<boolean>;
  /** Ends this run and begins the workflow anew with a fresh history. Return right after it. */
  startOver(input: unknown): void;
}

/** As the extension compares versions: number by number, and whoever has none is older than all. */
const isSince = (own: string | undefined, wanted: string): boolean =>
  (own ?? '').localeCompare(wanted, 'en', { numeric: true }) >= 0;

/** Doubling from 5 s to 5 min over 8 attempts: rides out about ten minutes of outside trouble. */
const patiently = new df.RetryOptions(5_000, 8);
patiently.backoffCoefficient = 2;
patiently.maxRetryIntervalInMilliseconds = 300_000;

function durable({ df: engine }: df.OrchestrationContext): Durable {
  // Checked before it is scheduled: a wrong input would only be retried in the activity.
  const schedule = <I, O>({ name, input }: Step<I, O>, value: I) => {
    engine.setCustomStatus(name);
    return engine.callActivityWithRetry(name, patiently, input.parse(value));
  };
  return {
    get now() {
      return engine.currentUtcDateTime.toISOString();
    },
    after: (milliseconds) => new Date(engine.currentUtcDateTime.getTime() + milliseconds).toISOString(),
    since: (version) => isSince(engine.version, version),
    *call(step, input) {
      return step.output.parse(yield schedule(step, input));
    },
    *callEach(member, inputs) {
      if (inputs.length === 0) return [];
      return z.array(member.output).parse(yield engine.Task.all(inputs.map((input) => schedule(member, input))));
    },
    *callParts(part, inputs) {
      if (inputs.length === 0) return [];
      const tasks = inputs.map((input) => engine.callSubOrchestrator(part.name, part.input.parse(input)));
      return z.array(part.output).parse(yield engine.Task.all(tasks));
    },
    *sleepUntil(time) {
      if (new Date(time) > engine.currentUtcDateTime) yield engine.createTimer(new Date(time));
    },
    *waitFor(event, deadline) {
      const arrival = engine.waitForExternalEvent(event);
      const timeout = engine.createTimer(new Date(deadline));
      const first = yield engine.Task.any([arrival, timeout]);
      if (first === timeout) return false;
      timeout.cancel();
      return true;
    },
    startOver: (input) => engine.continueAsNew(input),
  };
}
