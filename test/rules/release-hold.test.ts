import { approveRelease, askRelease } from '../../shared/rotations/release-hold';
import { ledger } from '../examples';
import { days, hours, rotationRun, type RotationRun } from './rotation-run';

const alice = { id: 'oid-of-alice', name: 'Alice (oid-of-alice)' };
const bob = { id: 'oid-of-bob', name: 'Bob (oid-of-bob)' };
const rewrap = { id: 'oid-of-rewrap', name: 'Rewrap (oid-of-rewrap)' };

const theOne = async (run: RotationRun) => {
  const [record] = await run.records();
  if (!record) throw new Error('no rotation has begun');
  return record;
};
const ask = async (run: RotationRun) =>
  askRelease(run.world, (await theOne(run)).id, { reason: 'tapes are gone', caller: alice });
const agree = async (run: RotationRun, caller = bob) => {
  const { id, holdRelease } = await theOne(run);
  const word = { digest: holdRelease?.digest ?? '', reason: 'I saw it', caller };
  return approveRelease({ ...run.simulation.world, ownIdentities: [rewrap.id] }, id, word);
};
const codesOf = async (run: RotationRun) => (await theOne(run)).retirement?.reasons.map(({ code }) => code);

/** A rotation whose old version is held, because nobody knows how long backups of one dependent are kept. */
const held = async () => {
  const run = rotationRun();
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version, keepsOldVersionFor: ['backups'] });
  await run.ask('near-expiry');
  await run.clock.advance(days(8));
  expect(await codesOf(run)).toEqual(['old-version-needed']);
  return run;
};

describe('a hold that two people release', () => {
  it('ends by the word of the second one: the version goes on trial, and is retired', async () => {
    const run = await held();
    await ask(run);
    await run.clock.advance(days(2));
    expect(await theOne(run)).toMatchObject({ retirement: { state: 'held' } });
    await agree(run);
    await run.clock.advance(hours(1));
    expect(await theOne(run)).toMatchObject({ retirement: { state: 'retired' } });
    const steps = (await run.world.records.steps((await theOne(run)).id)).map(({ outcome }) => outcome);
    expect(steps).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Alice .*tapes/), 'Bob (oid-of-bob) agrees: I saw it']),
    );
    expect(run.world.alerts.raised.at(-1)).toMatchObject({
      summary: expect.stringMatching(/Alice .* and Bob .* released/),
    });
  });

  it('tells those who may agree what it is about', async () => {
    const run = await held();
    const { holdRelease } = await ask(run);
    expect(run.world.alerts.raised.at(-1)).toMatchObject({
      kind: 'NeedsPerson',
      whatToDo: expect.stringMatching(new RegExp(`one: backups[^]*${holdRelease?.digest}`)),
    });
  });

  it.each([
    ['whoever asked for it', alice],
    ['Rewrap itself', rewrap],
  ])('is not agreed to by %s', async (_, caller) => {
    const run = await held();
    await ask(run);
    await expect(agree(run, caller)).rejects.toMatchObject({ code: 'approver-is-requester' });
    await run.clock.advance(days(2));
    run.sweep();
    await run.clock.advance(hours(2));
    expect(await theOne(run)).toMatchObject({ retirement: { state: 'held' } });
  });

  it('lapses after a week in which nobody agreed', async () => {
    const run = await held();
    await ask(run);
    await run.clock.advance(days(8));
    await expect(agree(run)).rejects.toMatchObject({ code: 'release-not-wanted' });
  });

  it('is not to be had while anything is unproven or unknown', async () => {
    const run = rotationRun();
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version, keepsOldVersionFor: ['backups'] });
    run.world.dependents.addUnknown(ledger, 'stranger');
    await run.ask('near-expiry');
    await run.clock.advance(days(8));
    await expect(ask(run)).rejects.toMatchObject({
      code: 'hold-not-releasable',
      message: expect.stringMatching(/stranger/),
    });
  });

  it('is not to be had where nothing is held', async () => {
    const run = rotationRun();
    run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await expect(ask(run)).rejects.toMatchObject({ code: 'not-held' });
  });

  it.each<[string, (run: RotationRun) => void, string]>([
    [
      'a dependent seen on the old version',
      ({ world, first }) => world.dependents.change('one', { version: first.version }),
      'not-proven',
    ],
    [
      'what the log shows',
      ({ world, first }) => world.audit.add(ledger, { version: first.version, by: { name: 'ghost', own: false } }),
      'version-in-use-in-log',
    ],
    [
      'another dependent with backups',
      ({ world, versions }) => {
        const version = versions().at(-1)?.version ?? '';
        world.dependents.add({ id: 'two', key: ledger, version, keepsOldVersionFor: ['backups'] });
      },
      'old-version-needed',
    ],
  ])('does not free the version of %s', async (_, meanwhile, code) => {
    const run = await held();
    await ask(run);
    meanwhile(run);
    await agree(run);
    await run.clock.advance(hours(2));
    expect(await codesOf(run)).toContain(code);
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([true, true]);
  });
});
