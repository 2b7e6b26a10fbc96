import { planRotation } from '../../../orchestrations/steps/plan-rotation';
import type { StepWorld } from '../../../orchestrations/durable';
import type { Cause } from '../../../shared/rotations/request';
import { aRecord, ledger } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';
import { VirtualClock } from '../../virtual-clock';

const first = '0123456789abcdef-1111111111111111';
const second = '0123456789abcdef-2222222222222222';

/** A world with a rotation whose version is there. */
const withVersion = async (cause: Cause) => {
  const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
  const fakes = fakeWorld({ now: clock.now });
  const world: StepWorld = { ...fakes, workflows: { start: async () => 'started', tell: async () => {} } };
  const a = fakes.keys.addKey(ledger, {});
  const b = await fakes.keys.createLike(a, { tags: {} });
  const { closedAt: _closed, ...record } = aRecord({ id: first, cause, from: a.version, to: b.version });
  await fakes.records.open(record);
  return { fakes, world, a, b, now: clock.now };
};

/** A rotation has planned a follower, pinned it to its version, and is over; another one plans now. */
const afterOneThatPinned = async (cause: Cause) => {
  const { fakes, world, a, b } = await withVersion(cause);
  fakes.dependents.add({ id: '/store', key: ledger, mode: 'following', version: a.version });
  await planRotation.run({ rotationId: first }, world);
  fakes.dependents.change('/store', { mode: 'pinned', version: b.version });

  const { closedAt: _open, to: _to, ...next } = aRecord({ id: second, cause: 'schedule', from: b.version });
  await fakes.records.open(next);
  const { planId } = await planRotation.run({ rotationId: second }, world);
  const [dependent] = await fakes.plans.slice(planId, 0);
  return { dependent, pinned: b.version };
};

/** The same, and a search that ends when told. */
const searching = async (cause: Cause) => {
  const { fakes, world, now } = await withVersion(cause);
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const find = fakes.dependents.find.bind(fakes.dependents);
  fakes.dependents.find = async (...asked) => (await ended, find(...asked));
  return { end, plans: fakes.plans, plan: () => planRotation.run({ rotationId: first }, world), now };
};

describe('planRotation', () => {
  it('in an emergency says when to come back where four search already, and searches when they are done', async () => {
    const { end, plan, now } = await searching('compromise');
    const four = [plan(), plan(), plan(), plan()];
    const { comeBackAt = '' } = await plan();
    expect(Date.parse(comeBackAt)).toBeGreaterThan(now().getTime());
    end();
    for (const { comeBackAt: none } of await Promise.all(four)) expect(none).toBeUndefined();
    expect(await plan()).not.toHaveProperty('comeBackAt');
  });

  it('says in an emergency, whose version came first, that a version was made, and of a repair that one was there', async () => {
    const stepOf = async (cause: Cause) => {
      const { end, plan, plans } = await searching(cause);
      end();
      const { mode, steps } = await plans.get((await plan()).planId);
      return [mode, steps[0]?.name];
    };
    expect(await stepOf('compromise')).toEqual(['rotate', 'create version']);
    expect(await stepOf('schedule')).toEqual(['re-wrap', 'use version']);
  });

  it('is not kept waiting where no emergency is', async () => {
    const { end, plan } = await searching('schedule');
    const five = [plan(), plan(), plan(), plan(), plan()];
    end();
    for (const planned of await Promise.all(five)) expect(planned).not.toHaveProperty('comeBackAt');
  });

  it('plans as a follower what an emergency pinned and did not live to release', async () => {
    const { dependent, pinned } = await afterOneThatPinned('compromise');
    expect(dependent).toMatchObject({ id: '/store', mode: 'following', pinnedByUs: pinned });
  });

  it('plans as pinned what somebody else has pinned to the version of a routine rotation', async () => {
    const { dependent, pinned } = await afterOneThatPinned('schedule');
    expect(dependent).toMatchObject({ id: '/store', mode: 'pinned', version: pinned });
    expect(dependent).not.toHaveProperty('pinnedByUs');
  });
});
