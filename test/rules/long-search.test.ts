import { SearchUnfinished } from '../../shared/dependents/search-parts';
import { ledger } from '../examples';
import { days, hours, minutes, rotationRun } from './rotation-run';

/** A run with an account on the first version, in an estate that is searched in so many parts. */
const inParts = (parts: number) => {
  const run = rotationRun({ ageInDays: 5 });
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  const find = run.world.dependents.find.bind(run.world.dependents);
  const visits = new Map<string, number>();
  run.world.dependents.find = async (key, policy, how = {}) => {
    const search = how.notOlderThan?.toISOString() ?? 'of no time';
    const visit = (visits.get(search) ?? 0) + 1;
    visits.set(search, visit);
    if (visit < parts) {
      await run.clock.alarm(new Date(run.clock.now().getTime() + minutes(2))).rings;
      throw new SearchUnfinished();
    }
    return find(key, policy, how);
  };
  return { ...run, visits };
};

describe('a search for dependents that takes longer than an activity may', () => {
  it('goes on in the next one, and the rotation comes to its end', async () => {
    const run = inParts(3);
    await run.ask('manual');
    await run.clock.advance(days(8));
    expect(await run.records()).toMatchObject([{ state: 'proven', retirement: { state: 'retired' } }]);
    expect([...run.visits.values()]).toEqual([3, 3]);
  });

  it('is none dependent less: an emergency moves what the last part found', async () => {
    const run = inParts(3);
    await run.ask('compromise');
    await run.clock.advance(hours(1));
    expect(run.world.dependents.versionOf('one')).toBe(run.versions().at(-1)?.version);
  });

  it('parks the rotation when it never ends, and says since when it searches', async () => {
    const run = inParts(Number.POSITIVE_INFINITY);
    await run.ask('manual');
    await run.clock.advance(days(1));
    expect(await run.records()).toMatchObject([
      { state: 'parked', because: expect.stringContaining('over within 6 hours') },
    ]);
    expect(run.versions()).toHaveLength(1);
    expect(run.alerts()).toContain('RotationParked');
  });

  it('goes on through the steps of a sweep, whose posture then tells all', async () => {
    const run = inParts(3);
    run.sweep();
    await run.clock.advance(hours(1));
    expect(await run.world.posture.get(ledger)).toMatchObject({ dependents: { total: 1 } });
    expect([...run.visits.values()]).toEqual([3]);
  });

  it('leaves a posture that says it saw nothing, when it never ends, and what is due is not put off by it', async () => {
    const run = inParts(Number.POSITIVE_INFINITY);
    run.sweep();
    await run.clock.advance(hours(2));
    const posture = await run.world.posture.get(ledger);
    expect(JSON.stringify(posture)).toContain('takes more');
    expect(JSON.stringify(posture)).toContain('everything');
  });
});
