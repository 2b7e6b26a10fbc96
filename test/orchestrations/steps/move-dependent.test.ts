import { moveDependent } from '../../../orchestrations/steps/move-dependent';
import type { Move } from '../../../shared/dependents/dependent';
import { planRotation } from '../../../shared/rotations/plan-rotation';
import { fakeWorld } from '../../fakes/fake-world';
import { aDependent, aRecord, aVersion, facts, ledger, versionId } from '../../examples';

const to = versionId('b');

/** A store that is under way, and comes further with each look as told. */
const aLongMove = async (checkpointOf: (look: number) => string, change: Partial<Move> = {}) => {
  let now = new Date('2027-03-01T12:00:00Z');
  const world = fakeWorld({ now: () => now });
  const dependent = aDependent('store', { type: 'application-data/blobs', version: versionId('a') });
  const { closedAt: _, ...record } = aRecord({ id: 'rotation-1', state: 'running' });
  await world.records.open(record);
  const discovery = { dependents: [dependent], unknown: [], unreadable: [] };
  const from = aVersion('a');
  const draft = planRotation({ id: 'plan-1', cause: 'manual', facts: facts(), discovery, from, weaknesses: [] });
  await world.plans.save({ ...draft.plan, id: 'plan-1' }, draft.slices);
  let looks = 0;
  world.dependents.move = ({ id, type }, { earlier }) => {
    const startedAt = earlier?.startedAt ?? now.toISOString();
    const move: Move = {
      dependent: id,
      type,
      to,
      proof: 'unproven',
      state: 'pending',
      because: 'it goes on',
      checkAgainAt: now.toISOString(),
      checkpoint: checkpointOf((looks += 1)),
      startedAt,
      at: now.toISOString(),
      ...change,
    };
    return Promise.resolve(move);
  };
  const workflows = { start: async () => 'started' as const, tell: async () => undefined };
  const look = (hours: number) => {
    now = new Date(now.getTime() + hours * 3_600_000);
    const target = { rotationId: 'rotation-1', planId: 'plan-1', key: ledger, to, nudge: false, slice: 0, index: 0 };
    return moveDependent.run(target, { ...world, workflows });
  };
  return { look, looks: () => looks };
};

describe('moveDependent', () => {
  it('lets a store that comes further take as long as it takes, and asks for the next look at once', async () => {
    const { look } = await aLongMove((n) => String(n));
    for (const hours of [0, 1, 5, 20]) {
      expect(await look(hours)).toEqual({
        ok: { state: 'pending', proven: false, checkAgainAt: expect.any(String), goesOn: true },
      });
    }
  });

  it('does not ask again for minutes whoever was seen on the new version', async () => {
    const { look, looks } = await aLongMove(String, { state: 'settled', proof: 'read-back' });
    for (const minutes of [0, 5, 4]) {
      expect(await look(minutes / 60)).toEqual({ ok: { state: 'settled', proven: true } });
    }
    expect(looks()).toBe(1);
    await look(2 / 60);
    expect(looks()).toBe(2);
  });

  it.each(['assumed', 'unproven'] as const)('asks again at once whoever is %s', async (proof) => {
    const { look, looks } = await aLongMove(String, { state: 'settled', proof });
    await look(0);
    await look(0);
    expect(looks()).toBe(2);
  });

  it('gives up a store that has come no further for hours', async () => {
    const { look } = await aLongMove(() => 'stuck');
    await look(0);
    expect(await look(3)).toEqual({ ok: { state: 'failed', proven: false } });
  });
});
