import type { Arm } from '../azure/arm';
import { ArmBusy, ArmConflict, ArmNotFound, ArmRefused, ArmRejected } from '../azure/arm-errors';
import type { Dependents } from '../world';
import type { ArmDependent, Write } from './arm-dependent';
import { decideMove, type Decision, type Wish } from './decide-move';
import type { Move } from './dependent';
import { textAt } from './json-path';
import { holderOf, look, Resource } from './look';
import { bodyOf, filled, type Pointing } from './write-body';

type Outcome = Pick<Move, 'state' | 'proof' | 'because' | 'checkAgainAt' | 'operation'>;

const day = 24 * 60 * 60_000;

const inMs = (from: Date, ms: number) => new Date(from.getTime() + ms).toISOString();

const pending = (wish: Wish, because: string, seconds: number, operation?: string): Outcome => ({
  state: 'pending',
  proof: 'unproven',
  because,
  checkAgainAt: inMs(wish.now, Math.max(seconds, 1) * 1_000),
  ...(operation && { operation }),
});

const failed = (because: string): Outcome => ({ state: 'failed', proof: 'unproven', because });

const answered = ({ answer, lookAgainMs }: Extract<Decision, { do: 'answer' }>, { now }: Wish): Outcome => ({
  ...answer,
  ...(lookAgainMs && { checkAgainAt: inMs(now, lookAgainMs) }),
});

/** What an answer of ARM means for the move. Faults that may pass are thrown on. */
const outcomeOf = (error: unknown, wish: Wish, operation?: string): Outcome => {
  if (error instanceof ArmBusy) return pending(wish, error.message, error.retryAfterSeconds ?? 60, operation);
  if (error instanceof ArmRefused || error instanceof ArmRejected || error instanceof ArmNotFound)
    return failed(error.message);
  if (error instanceof ArmConflict) {
    const stuck = error.locked || wish.now.getTime() - wish.startedAt.getTime() > day;
    return stuck ? failed(error.message) : pending(wish, error.message, error.retryAfterSeconds ?? 30, operation);
  }
  throw error;
};

/** Does the next thing for one dependent. */
const mover = (arm: Arm, adapter: ArmDependent, wish: Wish) => {
  const { id } = wish.dependent;
  const decide = async (): Promise<Decision> =>
    decideMove(await look(arm, adapter, { id, key: wish.key }), adapter, wish);

  const pathOf = ({ at }: Write, pointing: Pointing) => (at ? `${id}/${filled(at, pointing)}` : holderOf(adapter, id));

  const exists = (path: string): Promise<boolean> =>
    arm.get(path, adapter.apiVersion, Resource).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ArmNotFound) return false;
        throw error;
      },
    );

  /** The first write that has not been done yet: what it would make is not there. */
  const nextWrite = async (pointing: Pointing): Promise<Write | undefined> => {
    for (const write of adapter.writes.slice(0, -1)) {
      if (!(await exists(pathOf(write, pointing)))) return write;
    }
    return adapter.writes.at(-1);
  };

  const write = async ({ resource, places, version }: Extract<Decision, { do: 'write' }>): Promise<Outcome> => {
    const pointing = { key: wish.key, places, version };
    const next = await nextWrite(pointing);
    if (!next) return failed(`Expected a way to write ${adapter.type}, found none. Point it at ${wish.to} by hand.`);
    const path = pathOf(next, pointing);
    const body = bodyOf(next, resource, pointing);
    const { apiVersion } = adapter;
    const etag = next.etag && textAt(resource, next.etag);
    const written = await (next.method === 'PUT'
      ? arm.put(path, apiVersion, body, etag)
      : arm.patch(path, apiVersion, body));
    if (written.operation) {
      return pending(wish, 'The change is under way.', written.retryAfterSeconds ?? 15, written.operation);
    }
    const after = await decide();
    if (after.do === 'answer') return answered(after, wish);
    const isNext = next !== adapter.writes.at(-1) || after.version !== version;
    return isNext
      ? pending(wish, 'The change was taken; more is to do.', 5)
      : pending(wish, 'The change was taken and does not show yet.', 300);
  };

  return {
    async advance(): Promise<Outcome> {
      const decision = await decide();
      return decision.do === 'answer' ? answered(decision, wish) : write(decision);
    },
    /** After a failed operation: it may have been applied all the same. Writes nothing; the next call does. */
    async settleOrFail(because: string): Promise<Outcome> {
      const decision = await decide();
      const there = decision.do === 'answer' && decision.answer.state === 'settled';
      return there ? answered(decision, wish) : failed(because);
    },
  };
};

/** Moves dependents that ARM holds, one small thing per call: it polls an operation once, or looks and writes once. */
export const armMover =
  ({
    arm,
    now,
    adapterOf,
  }: {
    arm: Arm;
    now: () => Date;
    adapterOf: (type: string) => ArmDependent;
  }): Dependents['move'] =>
  async (dependent, { key, to, nudge, earlier }) => {
    const at = now();
    const goesOn = earlier?.to === to && earlier.state !== 'failed';
    const startedAt = goesOn ? earlier.startedAt : at.toISOString();
    const wish: Wish = { dependent, key, to, nudge, startedAt: new Date(startedAt), now: at };
    let operation = earlier?.operation;

    const next = async (): Promise<Outcome> => {
      const polled = operation ? await arm.poll(operation) : undefined;
      if (polled?.state === 'running') {
        return pending(wish, 'The change is under way.', polled.retryAfterSeconds ?? 15, operation);
      }
      operation = undefined;
      const moving = mover(arm, adapterOf(dependent.type), wish);
      if (polled?.state !== 'failed') return moving.advance();
      return moving.settleOrFail(`The change failed: ${polled.because ?? 'no reason was given.'}`);
    };

    const outcome = await next().catch((error: unknown) => outcomeOf(error, wish, operation));
    return { dependent: dependent.id, type: dependent.type, to, startedAt, at: at.toISOString(), ...outcome };
  };
