import type { Arm, Written } from '../azure/arm';
import { isInManagedHsm } from '../keys/key-url';
import type { Heading } from '../world';
import type { ArmDependent } from './arm-dependent';
import { answered, failed, outcomeOf, outcomeOfCode, pending, type Outcome } from './arm-outcome';
import { decideMove } from './decide-move';
import type { Decision, Wish } from './decision';
import type { Dependent, Move } from './dependent';
import { GraphRow, vaultHolding } from './graph-queries';
import type { LagSummary } from './lags';
import { look } from './look';
import { firstBehind, secondariesOf } from './partners';
import { sendFirst, sendLast, type Parcel } from './send-next';
import type { Pointing } from './write-body';

interface Journey extends Heading {
  readonly nudge: boolean;
  readonly undo?: true;
  readonly earlier?: Move;
}

/** Does the next thing for one dependent. */
const mover = (arm: Arm, adapter: ArmDependent, wish: Wish) => {
  const { id } = wish.dependent;
  const { codes } = adapter;
  const decide = async (): Promise<Decision> =>
    decideMove(await look(arm, adapter, { id, key: wish.key, toKey: wish.toKey }), adapter, wish);

  /** A vault of another subscription must not be named, nor is a Managed HSM. */
  const vaultIdFor = async (targets: Pointing['targets']): Promise<string | undefined> => {
    const [, , subscription = ''] = id.split('/');
    if (!targets.some(({ vault }) => vault) || isInManagedHsm(wish.toKey)) return undefined;
    const [vault] = await arm.resourceGraph(vaultHolding(wish.toKey), [subscription], GraphRow);
    return vault?.id;
  };

  /** Secondaries first. Those of another subscription may be out of scope: they are waited for, and not written. */
  const sendNext = async (parcel: Omit<Parcel, 'partners'>): Promise<(Written & { isLast: boolean }) | string> => {
    const secondaries = wish.undo ? [] : await secondariesOf(arm, adapter, id);
    const partners = secondaries.filter((each) => each.split('/')[2] === id.split('/')[2]);
    const first = await sendFirst(arm, adapter, { ...parcel, partners });
    if (first) return { ...first, isLast: false };
    const behind = await firstBehind(arm, adapter, secondaries, wish);
    return behind ?? { ...(await sendLast(arm, adapter, { ...parcel, partners })), isLast: true };
  };

  const write = async ({ resource, targets, version }: Extract<Decision, { do: 'write' }>): Promise<Outcome> => {
    const vaultId = await vaultIdFor(targets);
    const pointing = { key: wish.toKey, targets, version, ...(vaultId && { vaultId }) };
    const written = await sendNext({ id, resource, pointing });
    if (typeof written === 'string') return pending(wish, `Wait: ${written}, its secondary, moves first.`, 60);
    if (written.operation) {
      return pending(wish, 'The change is under way.', written.retryAfterSeconds ?? 15, written.operation);
    }
    const after = await decide();
    if (after.do === 'answer') return answered(after, wish);
    return !written.isLast || after.version !== version
      ? pending(wish, 'The change was taken; more is to do.', 5)
      : pending(wish, 'The change was taken and does not show yet.', 300);
  };

  return {
    async advance(): Promise<Outcome> {
      const decision = await decide();
      return decision.do === 'answer' ? answered(decision, wish) : write(decision);
    },
    /** After a failed operation: it may have been applied all the same. Writes nothing; the next call does. */
    async settleOrFail(because: string, code: string | undefined): Promise<Outcome> {
      const decision = await decide();
      const there = decision.do === 'answer' && decision.answer.state === 'settled';
      return there ? answered(decision, wish) : (outcomeOfCode(codes, code, because, wish) ?? failed(because));
    },
  };
};

export interface MoverTools {
  readonly arm: Arm;
  readonly now: () => Date;
  readonly adapterOf: (type: string) => ArmDependent;
  /** What was measured of the type in the region. */
  readonly lagOf?: ((dependent: Dependent) => Promise<LagSummary | undefined>) | undefined;
}

/** Moves dependents that ARM holds, one small thing per call: it polls an operation once, or looks and writes once. */
export const armMover =
  ({ arm, now, adapterOf, lagOf }: MoverTools) =>
  async (dependent: Dependent, { earlier, ...how }: Journey): Promise<Move> => {
    const at = now();
    const { key, to, toKey = key } = how;
    const goesOn = earlier?.to === to && earlier.state !== 'failed';
    const startedAt = goesOn ? earlier.startedAt : at.toISOString();
    const observed = dependent.mode === 'following' ? await lagOf?.(dependent) : undefined;
    const since = { startedAt: new Date(startedAt), now: at };
    const wish: Wish = { ...how, dependent, toKey, ...since, ...(observed && { observed }) };
    const adapter = adapterOf(dependent.type);
    let operation = earlier?.operation;

    const next = async (): Promise<Outcome> => {
      const polled = operation ? await arm.poll(operation) : undefined;
      if (polled?.state === 'running') {
        return pending(wish, 'The change is under way.', polled.retryAfterSeconds ?? 15, operation);
      }
      operation = undefined;
      const moving = mover(arm, adapter, wish);
      if (polled?.state !== 'failed') return moving.advance();
      return moving.settleOrFail(`The change failed: ${polled.because ?? 'no reason was given.'}`, polled.code);
    };

    const outcome = await next().catch((error: unknown) => outcomeOf(error, adapter.codes, wish, operation));
    const { id, type } = dependent;
    const elsewhere = toKey !== key && { toKey };
    return { dependent: id, type, to, ...elsewhere, startedAt, at: at.toISOString(), ...outcome };
  };
