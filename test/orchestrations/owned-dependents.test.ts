import { ledger } from '../examples';
import { days, hours, rotationRun } from '../rules/rotation-run';

const mine = '/subscriptions/1/rg/mine';
const theirs = '/subscriptions/1/mrg/theirs';

/** One resource of ours, and one in a group that a workspace manages. */
const aRun = async () => {
  const run = rotationRun();
  const { dependents } = run.world;
  for (const id of [mine, theirs]) dependents.add({ id, key: ledger, version: run.first.version });
  const find = dependents.find.bind(dependents);
  dependents.find = async (...asked) => {
    const { dependents: found, ...rest } = await find(...asked);
    const [ours, others] = [found.filter(({ id }) => id === mine), found.filter(({ id }) => id === theirs)];
    const owned = { owner: 'the workspace lake', ask: 'Ask the workspace' };
    return { ...rest, dependents: ours, ownedElsewhere: others.map((each) => ({ ...each, ...owned })) };
  };
  await run.ask('manual');
  await run.clock.advance(hours(1));
  return run;
};

describe('a dependent that somebody else alone may change', () => {
  it('is never written, and holds the old version until it is proven to have moved', async () => {
    const run = await aRun();
    const { dependents } = run.world;
    expect(dependents.writes.map(({ id }) => id)).toEqual([mine]);
    expect(await run.records()).toMatchObject([{ state: 'proven', counts: { total: 1, proven: 1 } }]);

    await run.clock.advance(days(8));
    const reasons = [{ code: 'owner-must-move', message: expect.stringContaining('the workspace lake') }];
    expect(await run.records()).toMatchObject([{ retirement: { state: 'held', reasons } }]);
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([true, true]);

    dependents.change(theirs, { version: run.versions().at(-1)?.version ?? '' });
    await run.clock.advance(days(1));
    await run.sweepAndWait();
    await run.clock.advance(days(1));
    expect(await run.records()).toMatchObject([{ retirement: { state: 'retired' } }]);
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, true]);
    expect(dependents.writes.map(({ id }) => id)).toEqual([mine]);
  });
});
