import { workflows as registered } from '../orchestrations';
import type { Durable, Settled, Step, Steps, StepWorld, Workflow } from '../orchestrations/durable';
import type { World } from '../shared/world';
import type { VirtualClock } from './virtual-clock';

/** How one delivery of a step goes. The engine delivers at least once, and it tries again after a failure. */
export type Delivery = 'once' | 'twice' | 'twice-at-once' | 'fails-before' | 'answer-lost';

interface Instance {
  input: unknown;
  state: 'running' | 'completed' | 'failed';
  readonly arrived: string[];
  readonly waiting: { event: string; wake: () => void }[];
  again?: { input: unknown };
  error?: unknown;
}

const attempts = 8;

/**
 * Runs the real workflows and the real steps over a world of fakes, without the engine: several instances side by side,
 * virtual time, and any delivery that the engine may choose. What yields to the engine yields promises here.
 */
export class Simulation {
  readonly instances = new Map<string, Instance>();
  /** Names of the steps that ran, in order, every delivery counted. */
  readonly ran: string[] = [];
  readonly #world: StepWorld;

  constructor(
    world: World,
    private readonly clock: VirtualClock,
    private readonly delivery: (step: string) => Delivery = () => 'once',
  ) {
    this.#world = {
      ...world,
      workflows: {
        start: async (name, id, input) => this.start(name, id, input),
        tell: async (id, event) => this.tell(id, event),
      },
    };
  }

  get world(): StepWorld {
    return this.#world;
  }

  /** Starts an instance; a live one with that id refuses. */
  start(name: string, id: string, input: unknown): 'started' | 'alive' {
    if (this.instances.get(id)?.state === 'running') return 'alive';
    const workflow = registered.find((candidate) => candidate.name === name) as Workflow<unknown, unknown> | undefined;
    if (!workflow) throw new Error(`No workflow is registered as "${name}"`);
    const instance: Instance = { input, state: 'running', arrived: [], waiting: [] };
    this.instances.set(id, instance);
    void this.#live(workflow, instance);
    return 'started';
  }

  tell(id: string, event: string): void {
    const instance = this.instances.get(id);
    const waiter = instance?.waiting.findLastIndex((candidate) => candidate.event === event) ?? -1;
    if (waiter >= 0) instance?.waiting.splice(waiter, 1)[0]?.wake();
    else instance?.arrived.push(event);
  }

  async #live(workflow: Workflow<unknown, unknown>, instance: Instance): Promise<void> {
    try {
      do {
        const input = workflow.input.parse(instance.again ? instance.again.input : instance.input);
        delete instance.again;
        await drive(workflow.story(this.#durable(instance), input));
      } while (instance.again);
      instance.state = 'completed';
    } catch (error) {
      instance.state = 'failed';
      instance.error = error;
    }
  }

  #durable(instance: Instance): Durable {
    const { clock } = this;
    const deliver = <I, O>(step: Step<I, O>, input: I) => this.#deliverUntilDone(step, step.input.parse(input));
    const runPart = <I, O>(part: Workflow<I, Settled<O>>, input: I) =>
      drive(part.story(this.#durable(instance), part.input.parse(input)));
    return {
      get now() {
        return clock.now().toISOString();
      },
      after: (milliseconds) => new Date(clock.now().getTime() + milliseconds).toISOString(),
      since: () => true,
      *call(step, input) {
        return step.output.parse(yield* effect(() => deliver(step, input)));
      },
      *callEach(member, inputs) {
        return yield* effect(() => Promise.all(inputs.map((input) => deliver(member, input))));
      },
      *callParts(part, inputs) {
        return yield* effect(() => Promise.all(inputs.map((input) => runPart(part, input))));
      },
      *sleepUntil(time) {
        if (new Date(time) > clock.now()) yield* effect(() => clock.alarm(new Date(time)).rings);
      },
      *waitFor(event, deadline) {
        return yield* effect(() => wait(instance, event, clock.alarm(new Date(deadline))));
      },
      startOver: (input) => {
        instance.again = { input };
      },
    };
  }

  /** As the engine does: again after a failure, with doubling pauses, then it gives up. */
  async #deliverUntilDone<I, O>(step: Step<I, O>, input: I): Promise<O> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#deliver(step, input);
      } catch (error) {
        if (attempt === attempts) throw error;
        await this.clock.alarm(new Date(this.clock.now().getTime() + 5_000 * 2 ** (attempt - 1))).rings;
      }
    }
  }

  async #deliver<I, O>(step: Step<I, O>, input: I): Promise<O> {
    const run = async () => {
      this.ran.push(step.name);
      // What the engine carries is JSON text.
      return step.output.parse(JSON.parse(JSON.stringify(await step.run(input, this.#world))));
    };
    const delivery = this.delivery(step.name);
    if (delivery === 'fails-before') throw new Error('the worker died before the step');
    if (delivery === 'twice-at-once') return (await Promise.allSettled([run(), run()])).map(valueOf)[0] as O;
    const answer = await run();
    if (delivery === 'answer-lost') throw new Error('the worker died after the step');
    return delivery === 'twice' ? run() : answer;
  }
}

const valueOf = <T>(result: PromiseSettledResult<T>): T => {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
};

async function wait(instance: Instance, event: string, alarm: ReturnType<VirtualClock['alarm']>): Promise<boolean> {
  const early = instance.arrived.indexOf(event);
  if (early >= 0) {
    instance.arrived.splice(early, 1);
    alarm.cancel();
    return true;
  }
  const waiter = { event, wake: (): void => undefined };
  const arrival = new Promise<true>((resolve) => {
    waiter.wake = () => resolve(true);
    instance.waiting.push(waiter);
  });
  const arrived = await Promise.race([arrival, alarm.rings.then(() => false)]);
  if (arrived) {
    alarm.cancel();
    return true;
  }
  // Nobody waits any more: the engine keeps messages until somebody does.
  const at = instance.waiting.indexOf(waiter);
  if (at >= 0) instance.waiting.splice(at, 1);
  else instance.arrived.push(event);
  return false;
}

/** A story yields what it waits for; here that is work to do, there a task of the engine. */
function* effect<T>(work: () => Promise<T>): Steps<T> {
  return (yield work as never) as T;
}

async function drive<T>(story: Steps<T>): Promise<T> {
  let next = story.next();
  while (!next.done) {
    const work = next.value as unknown as () => Promise<unknown>;
    next = await work().then(
      (value) => story.next(value),
      (error) => story.throw(error),
    );
  }
  return next.value;
}
