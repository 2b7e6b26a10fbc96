import { fc } from '../properties';
import { operationTag } from '../../shared/keys/key-version';
import { ledger } from '../examples';
import type { Delivery } from '../simulation';
import { days, hours, minutes, type RotationRun, rotationRun } from './rotation-run';

const dependent = fc.record({
  mode: fc.constantFrom('pinned' as const, 'pinned' as const, 'following' as const, 'by-hand' as const),
  keepsOldVersionFor: fc.constantFrom<string[]>([], [], [], ['backups']),
  faults: fc.record({
    failsTimes: fc.nat(3),
    pendingTimes: fc.nat(3),
    throwsTimes: fc.nat(3),
    neverMoves: fc.constantFrom(false, false, false, true),
    showsNothing: fc.constantFrom(false, false, false, true),
  }),
});
const delivery = fc.constantFrom<Delivery>('once', 'once', 'twice', 'twice-at-once', 'fails-before', 'answer-lost');
const wish = fc.record({
  cause: fc.constantFrom('near-expiry' as const, 'manual' as const, 'compromise' as const, 'schedule' as const),
  name: fc.constantFrom('one', 'two', 'three'),
  after: fc.nat(300).map(minutes),
});
const trouble = fc.record({
  dependents: fc.array(dependent, { maxLength: 5 }),
  unknown: fc.boolean(),
  unreadable: fc.boolean(),
  deliveries: fc.array(delivery, { maxLength: 60 }),
  wishes: fc.array(wish, { minLength: 1, maxLength: 6 }),
});

/** Rule 1, whenever a version is disabled: nothing planted uses it, and nothing spoke against it. */
function watchDisabling({ world }: RotationRun, held: () => boolean): string[] {
  const broken: string[] = [];
  const disable = world.keys.disable.bind(world.keys);
  world.keys.disable = async (key, version) => {
    const { dependents, unknown, unreadable } = await world.dependents.find(key, await world.policy());
    const users = dependents.filter((user) => user.version === version || user.keepsOldVersionFor.length > 0);
    if (users.length > 0) broken.push(`${version} was disabled while ${users.map(({ id }) => id).join()} needs it`);
    if (dependents.length === 0 || unknown.length > 0 || unreadable.length > 0 || held())
      broken.push('disabled in the dark');
    return disable(key, version);
  };
  return broken;
}

async function live(given: typeof trouble extends fc.Arbitrary<infer T> ? T : never) {
  const run = rotationRun({ deliveries: given.deliveries });
  const { world, clock, first } = run;
  given.dependents.forEach((how, n) =>
    world.dependents.add({ id: `d${n}`, key: ledger, version: first.version, ...how }),
  );
  if (given.unknown) world.dependents.addUnknown(ledger, 'bus');
  if (given.unreadable) world.dependents.addUnreadable('sub');
  const broken = watchDisabling(run, () => given.dependents.some(({ faults }) => faults.showsNothing));

  for (const { cause, name, after } of given.wishes) {
    await run.ask(cause, `${cause}-${name}`);
    await clock.advance(after);
  }
  // Long enough for every retry, follower, overlap and repair; the sweep is the safety net.
  for (let n = 0; n < 20; n++) {
    run.sweep();
    await clock.advance(n < 10 ? hours(3) : days(2));
  }
  return { run, broken };
}

describe('the five rules', () => {
  it('hold under random faults, duplicate deliveries and requests in any order', async () => {
    await fc.assert(
      fc.asyncProperty(trouble, async (given) => {
        const { run, broken } = await live(given);
        const records = await run.records();
        const versions = run.versions();

        expect(broken).toEqual([]);
        // Every version but the first was made by exactly one rotation.
        const marks = versions.slice(1).map(({ tags }) => tags[operationTag]);
        expect(new Set(marks).size).toBe(marks.length);
        expect(records.filter(({ mode, to }) => mode === 'rotate' && to).length).toBe(marks.length);
        // Nothing is lost, nothing is left open, nothing is silent.
        expect(await run.world.requests.unservedKeys()).toEqual([]);
        expect(records.filter(({ closedAt }) => closedAt === undefined)).toEqual([]);
        for (const { id } of records)
          expect(run.world.alerts.raised.some(({ rotationId }) => rotationId === id)).toBe(true);
        // Every incident got a version that was made after it was known.
        const incidents = new Set(
          given.wishes.filter(({ cause }) => cause === 'compromise').map(({ name }) => `compromise-${name}`),
        );
        if (incidents.size > 0) expect(records.some(({ cause, to }) => cause === 'compromise' && to)).toBe(true);
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 60) },
    );
  }, 240_000);
});
