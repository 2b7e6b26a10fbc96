import * as df from 'durable-functions';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Alarms } from '../../../../local/host/alarms';
import { appFunctions } from '../../../../local/host/app-functions';
import { EstateClock } from '../../../../local/host/clock';
import { Engine } from '../../../../local/host/engine/engine';
import { runtimeStatus, type RuntimeStatus } from '../../../../local/host/engine/instance';
import { openJournal } from '../../../../local/host/engine/journal';
import { functionsCore } from '../../../../local/host/functions-core';
import { Invoker } from '../../../../local/host/invocation';

/** The first instant of every engine's clock. */
export const dawn = new Date('2026-03-01T00:00:00Z');

const { core, registrations } = functionsCore(() => undefined);
/** The app that a test file registers. */
export const invoker = new Invoker(registrations, '{}', () => undefined);
// The library asks for it when the first function is registered.
jest.doMock('@azure/functions-core', () => core, { virtual: true });

/** A body that tests write as generators; what is yielded comes back as whatever the engine answers. */
export type Body = (context: df.OrchestrationContext) => Generator<df.Task, unknown, never>;

/** Registers under a name of its own in this test file, with the real SDK. */
export const orchestration = (name: string, body: Body) => void df.app.orchestration(name, body);
export const activity = (name: string, handler: df.ActivityHandler) => void df.app.activity(name, { handler });

export interface TestEngine {
  readonly engine: Engine;
  readonly clock: EstateClock;
  readonly records: number;
  /** Moves the clock by milliseconds, then lets everything happen that follows. */
  pass(ms: number): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Starts, lets everything happen, and tells how it stands. */
  run(name: string, input?: unknown, id?: string): Promise<Standing>;
  standing(id: string): Standing;
  close(): void;
}

export interface Standing {
  readonly id: string;
  readonly status: RuntimeStatus;
  readonly output: unknown;
  readonly customStatus: unknown;
}

/** Folders of one test file, to be removed after it. */
export function aFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  return { file: (name: string) => join(folder, name), remove: () => rmSync(folder, { recursive: true }) };
}

/** The real engine and the real SDK over a journal file; only time stands still. */
export function anEngine(file: string, defaultVersion = '1.0'): TestEngine {
  const journal = openJournal(file);
  const clock = new EstateClock(() => +dawn, journal.state.clockOffset);
  clock.onMoved((offset) => journal.write({ kind: 'clock', offset }));
  const alarms = new Alarms(clock);
  const engine = new Engine({
    journal,
    clock,
    alarms,
    functions: appFunctions(invoker),
    maxConcurrentActivities: 20,
    maxConcurrentOrchestrators: 20,
    defaultVersion,
  });
  engine.resumeAll();

  const settled = async () => {
    while (engine.load.running + engine.load.queued > 0) await nextTick();
  };
  const standing = (id: string): Standing => {
    const instance = engine.instances.get(id);
    if (!instance) throw new Error(`no instance ${id}`);
    const output = instance.end ? JSON.parse(instance.end.output) : undefined;
    return { id, status: runtimeStatus(instance), output, customStatus: JSON.parse(instance.customStatus) };
  };
  return {
    engine,
    clock,
    get records() {
      return journal.appended;
    },
    async pass(ms) {
      clock.moveTo(new Date(+clock.now() + ms));
      await settled();
    },
    settled,
    async run(name, input = null, id = name) {
      engine.start({ name, id, input: JSON.stringify(input) });
      await settled();
      return standing(id);
    },
    standing,
    close() {
      alarms.clearAll();
      journal.close();
    },
  };
}
