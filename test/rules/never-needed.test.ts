import { fc } from '../properties';
import { aPolicy, ledger } from '../examples';
import { RewrapError } from '../../shared/errors';
import { approveRelease, askRelease } from '../../shared/rotations/release-hold';
import { principal } from '../shared/audit/examples';
import type { Delivery } from '../simulation';
import { days, hours, minutes, type RotationRun, rotationRun } from './rotation-run';

const ghost = { principal: principal('ghost'), own: false };
const names = ['d0', 'd1', 'd2'] as const;

const event = fc.oneof(
  fc.record({
    do: fc.constant('ask' as const),
    cause: fc.constantFrom('manual' as const, 'near-expiry' as const, 'compromise' as const),
    name: fc.constantFrom('one', 'two', 'three'),
  }),
  fc.record({ do: fc.constant('foreign version' as const) }),
  fc.record({ do: fc.constantFrom('back', 'hide', 'stuck', 'heal'), which: fc.constantFrom(...names) }),
  fc.record({ do: fc.constantFrom('ghost uses old' as const, 'ghost uses new' as const) }),
  fc.record({ do: fc.constant('fault' as const), at: fc.constantFrom('disable', 'enable', 'versions') }),
  fc.record({ do: fc.constantFrom('log fails' as const, 'log works' as const) }),
  fc.record({ do: fc.constant('release' as const), people: fc.constantFrom(1, 1, 2) }),
);
const history = fc.array(
  fc.record({
    event,
    after: fc.oneof(fc.nat(60).map(minutes), fc.nat(40).map(hours), fc.nat(9).map(days)),
    sweep: fc.boolean(),
  }),
  { minLength: 2, maxLength: 12 },
);
const delivery = fc.constantFrom<Delivery>(
  'once',
  'once',
  'once',
  'twice',
  'twice-at-once',
  'fails-before',
  'answer-lost',
);
const estate = fc.record({
  history,
  deliveries: fc.array(delivery, { maxLength: 60 }),
  backups: fc.constantFrom('none', 'none', 'endless', 'declared'),
});
type Estate = typeof estate extends fc.Arbitrary<infer T> ? T : never;
type Event = Estate['history'][number]['event'];

/** One rotation that nothing disturbs. */
const calm: Estate = {
  history: [
    { event: { do: 'ask', cause: 'manual', name: 'one' }, after: days(9), sweep: true },
    { event: { do: 'log works' }, after: days(9), sweep: true },
  ],
  deliveries: [],
  backups: 'none',
};

const policy = () => aPolicy({ class: { holds: [{ of: 'd1', reason: 'tapes', for: 'P20D' }] } });

/** What anything proven or declared needs, at every call that disables: nothing planted stands on it, and no hold lasts. */
function watch({ world, clock }: RotationRun, { backups }: Estate): string[] {
  const broken: string[] = [];
  const disable = world.keys.disable.bind(world.keys);
  world.keys.disable = async (key, version) => {
    const { dependents } = await world.dependents.find(key, await world.policy());
    const users = dependents.filter((user) => user.version === version).map(({ id }) => id);
    if (users.length > 0) broken.push(`${version} was disabled while ${users.join()} stands on it`);
    const released = (await world.records.ofKey(key)).some(({ holdRelease: wish }) => wish?.approved !== undefined);
    if (released) return disable(key, version);
    if (backups === 'endless') broken.push(`${version} was disabled although backups need it for ever`);
    // Backups were taken under it until the first rotation away from it was over.
    const replaced = (await world.records.ofKey(key)).filter(
      ({ retires, state }) => retires.includes(version) && state === 'proven',
    );
    const isOver = replaced.some(({ closedAt = '' }) => clock.now().getTime() >= Date.parse(closedAt) + days(20));
    if (backups === 'declared' && !isOver) broken.push(`${version} was disabled before its hold was over`);
    return disable(key, version);
  };
  return broken;
}

async function happen(run: RotationRun, what: Event): Promise<void> {
  const { world, first } = run;
  const newest = run.versions().at(-1)?.version;
  switch (what.do) {
    case 'ask':
      await run.ask(what.cause, `${what.cause}-${what.name}`);
      return;
    case 'foreign version':
      world.keys.addVersion(ledger);
      return;
    case 'back':
    case 'hide':
    case 'stuck':
    case 'heal':
      change(run, what);
      return;
    case 'ghost uses old':
    case 'ghost uses new': {
      const version = what.do === 'ghost uses new' ? newest : first.version;
      const enabled = run.versions().some((held) => held.version === version && held.enabled);
      world.audit.add(ledger, { by: ghost, ...(version && { version }), outcome: enabled ? 'done' : 'denied' });
      return;
    }
    case 'fault':
      world.keys.failNext(what.at as 'disable', new Error('the vault did not answer'));
      return;
    case 'log fails':
      world.audit.fail('no access');
      return;
    case 'log works':
      world.audit.declare();
      return;
    case 'release':
      await release(run, what.people);
  }
}

/** One person asks for the newest rotation's hold to be released, and agrees; or another one does. Refusals are no trouble. */
async function release({ world, simulation, records }: RotationRun, people: number): Promise<void> {
  const [asker, other] = ['alice', people === 1 ? 'alice' : 'bob'].map((id) => ({ id, name: `Somebody (${id})` }));
  const { id } = (await records()).at(-1) ?? {};
  if (!asker || !other || id === undefined) return;
  try {
    const { holdRelease } = await askRelease(world, id, { reason: 'no longer kept', caller: asker });
    const word = { digest: holdRelease?.digest ?? '', reason: 'agreed', caller: other };
    await approveRelease({ ...simulation.world, ownIdentities: [] }, id, word);
  } catch (error) {
    if (!(error instanceof RewrapError)) throw error;
  }
}

/** Somebody brings a dependent back to the first version, where it is enabled; a search loses it; it no longer moves. */
function change(
  { world, first, versions, simulation }: RotationRun,
  { do: what, which }: Event & { which: string },
): void {
  const canGoBack = versions().some(({ version, enabled }) => version === first.version && enabled);
  if (what === 'back' && canGoBack) world.dependents.change(which, { version: first.version });
  // What no search has ever shown cannot be known without a log.
  const isKnown = simulation.ran.includes('concludeRotation');
  if (what === 'hide' && isKnown) world.dependents.change(which, { faults: { hidden: true } });
  if (what === 'stuck') world.dependents.change(which, { faults: { neverMoves: true } });
  if (what === 'heal') world.dependents.change(which, { faults: {} });
}

async function live(given: Estate): Promise<{ run: RotationRun; broken: string[] }> {
  const run = rotationRun({ deliveries: given.deliveries, policy: policy() });
  const keepsOldVersionFor = given.backups === 'none' ? [] : ['backups'];
  for (const id of names) {
    const backups = (given.backups === 'declared' ? 'd1' : 'd0') === id;
    const how = { key: ledger, version: run.first.version, keepsOldVersionFor: backups ? keepsOldVersionFor : [] };
    run.world.dependents.add({ id, ...how });
  }
  const broken = watch(run, given);
  for (const { event: what, after, sweep } of given.history) {
    await happen(run, what);
    if (sweep) run.sweep();
    await run.clock.advance(after);
  }
  for (let n = 0; n < 8; n++) {
    run.sweep();
    await run.clock.advance(days(1));
  }
  return { run, broken };
}

describe('no sequence of events, calls and faults', () => {
  it('disables a version that anything proven or declared still needs, but by a release of two people', async () => {
    let retired = 0;
    await fc.assert(
      fc.asyncProperty(estate, async (given) => {
        const { run, broken } = await live(given);
        expect(broken).toEqual([]);
        const records = await run.records();
        if (records.some(({ retirement }) => retirement?.state === 'retired')) retired += 1;
        // Whoever was refused and not seen at work since has the version again.
        for (const { retirement } of records.filter(({ retirement: each }) => each?.state === 'reopened'))
          expect(retirement?.trial).toBeUndefined();
        // All that a search shows can work.
        const { dependents } = await run.world.dependents.find(ledger, await run.world.policy());
        const enabled = run.versions().filter((held) => held.enabled);
        const onDisabled = dependents.filter((each) => !enabled.some(({ version }) => version === each.version));
        expect(onDisabled).toEqual([]);
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40), examples: [[calm]] },
    );
    // It is not held by everything: the calm case at least is retired in the end.
    expect(retired).toBeGreaterThan(0);
  }, 120_000);
});
