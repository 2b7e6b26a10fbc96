import { InvocationContext } from '@azure/functions';
import type * as df from 'durable-functions';
import { RetryOptions } from 'durable-functions';
import { fc } from '../../../properties';
import * as z from 'zod';
import { EventType, type Message } from '../../../../local/host/engine/history';
import type { Instance } from '../../../../local/host/engine/instance';
import type { OrchestrationPayload } from '../../../../local/host/engine/replay';
import { State } from '../../../../local/host/engine/state';
import { takeTurn } from '../../../../local/host/engine/turn';
import { dawn, invoker, orchestration } from './an-engine';

/** A random orchestration: steps that are yielded one after the other, failures ignored. */
type Step =
  | { kind: 'activity' | 'sub' }
  | { kind: 'retried'; attempts: number }
  | { kind: 'timer'; ms: number }
  | { kind: 'event'; name: string }
  | { kind: 'all' | 'any'; of: Step[] };

const { step } = fc.letrec<{ step: Step; leaf: Step }>((tie) => ({
  leaf: fc.oneof(
    fc.constant<Step>({ kind: 'activity' }),
    fc.constant<Step>({ kind: 'sub' }),
    fc.record({ kind: fc.constant('retried' as const), attempts: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('timer' as const), ms: fc.integer({ min: 1, max: 5_000 }) }),
    fc.record({ kind: fc.constant('event' as const), name: fc.constantFrom('a', 'b') }),
  ),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('step'), { minLength: 1, maxLength: 4 }),
    }),
  ),
}));

let program: Step[] = [];
orchestration('random', function* ({ df: engine }) {
  for (const next of program) {
    try {
      yield task(engine, next);
    } catch {
      continue;
    }
  }
});
orchestration('child', function* () {});

function task(engine: df.DurableOrchestrationContext, asked: Step): df.Task {
  switch (asked.kind) {
    case 'activity':
      return engine.callActivity('work');
    case 'sub':
      return engine.callSubOrchestrator('child');
    case 'retried':
      return engine.callActivityWithRetry('work', new RetryOptions(100, asked.attempts));
    case 'timer':
      return engine.createTimer(new Date(+engine.currentUtcDateTime + asked.ms));
    case 'event':
      return engine.waitForExternalEvent(asked.name);
    default:
      return engine.Task[asked.kind](asked.of.map((one) => task(engine, one)));
  }
}

const SdkContext = z.object({
  df: z.object({ taskOrchestratorExecutor: z.object({ openTasks: z.record(z.string(), z.unknown()) }) }),
});

/** One instance without a journal or queues: turn after turn, with what the SDK itself says it waits for. */
class Bench {
  private readonly state = new State();
  private executions = 0;
  now = +dawn;
  sdkWaitsFor: number[] = [];

  constructor() {
    const createdAt = dawn.toISOString();
    const start = { id: 'x', execution: 'e', name: 'random', version: '', input: 'null', createdAt };
    this.state.apply({ kind: 'created', instance: start });
  }

  get instance(): Instance {
    const instance = this.state.instances.get('x');
    if (!instance) throw new Error('no instance');
    return instance;
  }

  tell(message: Message): void {
    this.state.apply({ kind: 'message', to: 'x', execution: 'e', message });
  }

  async turn(): Promise<void> {
    const turn = await takeTurn(this.instance, {
      now: new Date(this.now),
      defaultVersion: '',
      knows: () => true,
      isLive: () => false,
      newExecution: () => `child ${this.executions++}`,
      orchestrate: (name, payload) => this.replay(name, payload),
    });
    this.state.apply({ kind: 'turn', turn });
  }

  private async replay(name: string, payload: OrchestrationPayload): Promise<unknown> {
    const context = new InvocationContext({ functionName: name });
    const result = await invoker
      .find('orchestrationTrigger', name)
      ?.callback(JSON.parse(JSON.stringify(payload)), context);
    const { openTasks } = SdkContext.parse(context).df.taskOrchestratorExecutor;
    this.sdkWaitsFor = Object.keys(openTasks).map(Number);
    return result;
  }
}

/** Lets one thing happen to the instance; what, is up to `choice`. */
function happen(bench: Bench, choice: number): void {
  const Timestamp = new Date(bench.now).toISOString();
  const { open, timers, history } = bench.instance;
  const ids = Object.keys(open).map(Number);
  const id = ids[choice % Math.max(ids.length, 1)];
  const soonest = Math.min(...Object.values(timers).map((at) => Date.parse(at)));
  if (choice % 5 === 0) {
    const Name = choice % 2 ? 'a' : 'b';
    bench.tell({ EventType: EventType.EventRaised, EventId: -1, Timestamp, Name, Input: 'null' });
  } else if (choice % 5 === 1 && soonest < Infinity) {
    bench.now = Math.max(bench.now, soonest);
  } else if (id !== undefined) {
    const isSub = history.some(({ EventType: type, EventId }) => EventId === id && type === EventType.SubCreated);
    bench.tell(choice % 3 ? done(id, isSub, Timestamp) : broken(id, isSub, Timestamp));
  }
}

const done = (id: number, isSub: boolean, Timestamp: string): Message => ({
  EventType: isSub ? EventType.SubCompleted : EventType.TaskCompleted,
  EventId: -1,
  Timestamp,
  TaskScheduledId: id,
  Result: 'null',
});
const broken = (id: number, isSub: boolean, Timestamp: string): Message => ({
  EventType: isSub ? EventType.SubFailed : EventType.TaskFailed,
  EventId: -1,
  Timestamp,
  TaskScheduledId: id,
  Reason: 'broken',
  Details: 'broken',
});

describe('the planner', () => {
  it('numbers the work of any orchestration as the SDK does, turn after turn', async () => {
    const choices = fc.array(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 4 }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), choices, async (steps, turns) => {
        program = steps;
        const bench = new Bench();
        await bench.turn();
        for (const choice of turns) {
          if (bench.instance.end) break;
          const { open, timers } = bench.instance;
          expect(Object.keys({ ...open, ...timers }).map(Number)).toEqual(bench.sdkWaitsFor);
          choice.forEach((one) => happen(bench, one));
          await bench.turn();
        }
        expect(bench.instance.end?.status).not.toBe('Failed');
      }),
      { numRuns: 300, seed: 20260301 },
    );
  });
});
