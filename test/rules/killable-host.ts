import { Alarms } from '../../local/host/alarms';
import { EstateClock } from '../../local/host/clock';
import { type AppFunctions, Engine, InstanceAlive } from '../../local/host/engine/engine';
import { openJournal } from '../../local/host/engine/journal';
import { steps, workflows as registered } from '../../orchestrations';
import type { Step } from '../../orchestrations/durable';
import type { Workflows, World } from '../../shared/world';
import { orchestrators } from '../orchestrators';

const stories = orchestrators();
const acts = new Map((steps as readonly Step<unknown, unknown>[]).map((step) => [step.name, step]));

/** When a host dies: before or after it writes its n-th record, counted from its start. */
export interface Death {
  readonly record: number;
  readonly written: boolean;
}

/**
 * The local host's engine and the real SDK, with the real workflows and steps, over a journal file. A killed host writes
 * nothing more, and whatever its activities ask of the world is never answered.
 */
export function killableHost(file: string, world: World, { dawn, death }: { dawn: Date; death?: Death }) {
  const journal = openJournal(file);
  const clock = new EstateClock(() => +dawn, journal.state.clockOffset);
  let dead = false;
  let closed = false;
  const alarms = new (class extends Alarms {
    override set(...alarm: Parameters<Alarms['set']>): void {
      if (!dead && !closed) super.set(...alarm);
    }
  })(clock);
  let written = 0;
  const write: typeof journal.write = (record) => {
    if (dead) return;
    written++;
    dead = death?.record === written;
    if (!dead || death?.written) journal.write(record);
  };
  const mortal: typeof journal = {
    ...journal,
    write,
    get appended() {
      return written;
    },
    get bytes() {
      return 0;
    },
  };
  clock.onMoved((offset) => mortal.write({ kind: 'clock', offset }));

  const workflows: Workflows = {
    async start(name, id, input) {
      try {
        engine.start({ name, id, input: JSON.stringify(input) });
        return 'started';
      } catch (error) {
        if (error instanceof InstanceAlive) return 'alive';
        throw error;
      }
    },
    tell: async (id, event, payload) => engine.raise(id, event, JSON.stringify(payload)),
  };
  const functions: AppFunctions = {
    knows: (kind, name) =>
      kind === 'activity' ? acts.has(name) : registered.some((workflow) => workflow.name === name),
    orchestrate: async (name, payload) => stories.get(name)?.(payload, { log() {} }),
    async act(name, input) {
      const step = acts.get(name);
      if (!step) throw new Error(`no step ${name}`);
      const result = await step.run(step.input.parse(JSON.parse(input)), {
        ...mortalWorld(() => !dead, world),
        workflows,
      });
      return dead ? new Promise<never>(() => {}) : JSON.stringify(result);
    },
  };
  const engine: Engine = new Engine({
    journal: mortal,
    clock,
    alarms,
    functions,
    maxConcurrentActivities: 20,
    maxConcurrentOrchestrators: 20,
    defaultVersion: '1.0',
  });
  engine.resumeAll();

  const settled = async () => {
    do await new Promise(setImmediate);
    while (!dead && engine.load.running + engine.load.queued > 0);
  };
  return {
    workflows,
    now: () => clock.now(),
    get dead() {
      return dead;
    },
    get written() {
      return written;
    },
    /** Lets everything happen, jumping from timer to timer, until nothing lives or the host is dead. */
    async live() {
      await settled();
      for (;;) {
        const timers = [...engine.instances.values()]
          .filter(({ end }) => !end)
          .flatMap(({ timers: open }) => Object.values(open));
        const next = timers.toSorted()[0];
        if (dead || next === undefined) return;
        clock.moveTo(new Date(Math.max(Date.parse(next), +clock.now())));
        await settled();
      }
    },
    close() {
      closed = true;
      // A dead engine's state no longer changes, so it would take the same turn for ever.
      void engine.stop();
      alarms.clearAll();
      journal.close();
    },
  };
}

/** The world of a process that may die: from then on no call is made and none is answered. */
function mortalWorld(alive: () => boolean, world: World): World {
  const mortal = (port: object): object =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          if (!alive()) return new Promise<never>(() => {});
          const answer: unknown = await Reflect.apply(member, target, args);
          return alive() ? answer : new Promise<never>(() => {});
        };
      },
    });
  const ports = Object.entries(world).map(([name, port]) => [name, typeof port === 'object' ? mortal(port) : port]);
  return Object.fromEntries(ports) as World;
}
