import type { Dependent, Move } from '../../../shared/dependents/dependent';
import { noteLag } from '../../../shared/rotations/note-lag';
import { aDependent, ledger } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';

const created = '2027-03-01T00:00:00.000Z';
const hour = (count: number) => new Date(Date.parse(created) + count * 3_600_000).toISOString();
const now = () => new Date(hour(24));

/** A follower that was seen waiting after three hours, and on the version after four. */
const aFollower = async (
  how: { dependent?: Partial<Dependent>; move?: Partial<Move>; earlier?: Partial<Move> | 'none'; nudge?: boolean } = {},
) => {
  const world = fakeWorld({ now });
  const { version: to } = world.keys.addKey(ledger, { createdOn: created });
  const dependent = aDependent('f', { mode: 'following', region: 'westeurope', ...how.dependent });
  const base = { dependent: dependent.id, type: dependent.type, to, startedAt: hour(1) };
  const waiting: Move = {
    ...base,
    state: 'pending',
    proof: 'unproven',
    at: hour(3),
    ...(how.earlier === 'none' ? {} : how.earlier),
  };
  const there: Move = { ...base, state: 'settled', proof: 'read-back', at: hour(4), ...how.move };
  const note = () =>
    noteLag(world, {
      dependent,
      key: ledger,
      nudge: how.nudge ?? false,
      earlier: how.earlier === 'none' ? undefined : waiting,
      move: there,
    });
  await note();
  await note();
  return { world, noted: await world.lagBook.all() };
};

describe('measuring the lag of a follower', () => {
  it('takes the time from the creation of the version to the look that first saw it, and how far looks were apart', async () => {
    const { noted } = await aFollower();
    expect(noted).toMatchObject([
      {
        type: 'Microsoft.Storage/storageAccounts',
        region: 'westeurope',
        count: 1,
        longest: 4 * 3_600,
        lookInterval: 3_600,
      },
    ]);
  });

  it.each<[string, Parameters<typeof aFollower>[0]]>([
    ['was moved by a write', { dependent: { mode: 'pinned' } }],
    ['was made to move', { nudge: true }],
    ['is there at the first look, for nobody knows since when', { earlier: 'none' }],
    ['had failed before', { earlier: { state: 'failed' } }],
    ['waited for another version', { earlier: { to: '0'.repeat(32) } }],
    ['was being changed', { earlier: { operation: 'https://management.azure.com/operations/1' } }],
    ['shows no version', { move: { proof: 'assumed' } }],
    ['is not there yet', { move: { proof: 'unproven', state: 'pending' } }],
  ])('learns nothing from one that %s', async (_, how) => {
    expect((await aFollower(how)).noted).toEqual([]);
  });

  it('does not keep a move from being noted when the versions may not be listed any more', async () => {
    const { world } = await aFollower({ earlier: 'none' });
    world.keys.versions = () => Promise.reject(new Error('forbidden'));
    const move: Move = {
      dependent: 'f',
      type: 't',
      to: '0'.repeat(32),
      state: 'settled',
      proof: 'read-back',
      startedAt: hour(1),
      at: hour(2),
    };
    const dependent = aDependent('f', { mode: 'following' });
    const earlier: Move = { ...move, state: 'pending', proof: 'unproven' };
    await expect(noteLag(world, { dependent, key: ledger, nudge: false, earlier, move })).resolves.toBeUndefined();
    expect(await world.lagBook.all()).toEqual([]);
  });
});
