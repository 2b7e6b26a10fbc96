import { KeyUrl } from '../../shared/keys/key-url';
import { aRun, id, open, progress } from './incident-run';
import { days, minutes } from './rotation-run';

describe('a search in an emergency', () => {
  it('shares what was read lately with those of other keys; the search before the retirement shares nothing older than the moves', async () => {
    const run = aRun();
    const asked: (number | undefined)[] = [];
    const find = run.world.dependents.find.bind(run.world.dependents);
    run.world.dependents.find = (key, rules, how = {}) => {
      asked.push(how.notOlderThan?.getTime());
      return find(key, rules, how);
    };
    const begun = run.clock.now().getTime();
    await run.ask('compromise', 'alone');
    await run.clock.advance(minutes(1));
    const [record] = await run.records();
    expect(asked).toEqual([begun - minutes(5), Date.parse(record?.closedAt ?? '')]);
  });

  it('reads everything now before another retirement', async () => {
    const run = aRun();
    const find = run.world.dependents.find.bind(run.world.dependents);
    const ages: number[] = [];
    run.world.dependents.find = (key, rules, how = {}) => {
      const now = run.clock.now().getTime();
      ages.push(now - (how.notOlderThan?.getTime() ?? now));
      return find(key, rules, how);
    };
    await run.ask('manual');
    await run.clock.advance(days(8));
    expect(ages.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ages)).toEqual(new Set([0]));
  });
});

describe("the retirement of an incident's first keys", () => {
  const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
  /** An incident about another key, too, whose rotation has not come to its end. */
  const besideOneThatMoves = async () => {
    const run = aRun();
    const askedAt = run.clock.now().toISOString();
    const beside = { mode: 'new-version', newDataKeys: false, containment: 'after', rank: 1, askedAt } as const;
    await run.world.incidents.noteKey(id, cards, () => ({ ...beside, key: cards, requestId: 'cards-wish-1' }));
    await open(run);
    return run;
  };

  it('waits while others still move, since that is what Azure is to be asked for first', async () => {
    const run = await besideOneThatMoves();
    await run.clock.advance(minutes(4));
    expect(await progress(run)).toMatchObject({ state: 'proven', retirement: 'waiting' });
  });

  it('waits for a few minutes at most', async () => {
    const run = await besideOneThatMoves();
    await run.clock.advance(minutes(6));
    expect(await progress(run)).toMatchObject({ state: 'proven', retirement: 'trial' });
  });

  it('begins when all have moved', async () => {
    const run = aRun();
    await open(run);
    await run.clock.advance(minutes(1));
    expect(await progress(run)).toMatchObject({ state: 'proven', retirement: 'trial' });
  });
});
