import type { Discovery, Move } from '../dependents/dependent';
import { inBatches } from '../dependents/in-batches';
import type { World } from '../world';
import type { RotationRecord } from './record';

const atOnce = 10;

/**
 * Dependents that this rotation has dealt with, or that earlier ones brought to a version which is to be retired, and which a
 * new search does not show although they are there: a right was taken away, or the scope was narrowed. Those that are gone, or turned to another key,
 * need nothing any more. `now` is the version in use, `discovery` what the search found.
 */
export async function lostFromSight(
  world: Pick<World, 'records' | 'dependents'>,
  record: RotationRecord,
  { now, discovery }: { now: string; discovery: Discovery },
): Promise<Discovery['unreadable']> {
  const { dependents, ownedElsewhere = [] } = discovery;
  const found = new Set([...dependents, ...ownedElsewhere].map(({ id }) => id));
  const missing = (await broughtToRetired(world, record)).filter(({ dependent }) => !found.has(dependent));
  const looks = await inBatches(missing, atOnce, async ({ dependent, type, to }) => {
    const seen = await world.dependents.observe(dependentOf(dependent, type), headingOf(record, now));
    // What is there and shows no version is not gone.
    if (seen.proof === 'assumed' && !seen.provableBy) return [];
    const because = `it was brought to version ${to}, and no search shows it any more. ${seen.because ?? ''}`;
    return [{ scope: dependent, because: because.trim() }];
  });
  return looks.flat();
}

/**
 * All moves of the rotation itself, and proven ones to the versions that are to be retired now. Whoever was taken back is on the version before, whatever a later
 * look noted: all of such a rotation count.
 */
async function broughtToRetired({ records }: Pick<World, 'records'>, record: RotationRecord): Promise<readonly Move[]> {
  const earlier = (await records.ofKey(record.key)).filter(({ id }) => id !== record.id);
  const relevant = earlier.filter(({ to = '', undo }) => undo !== undefined || record.retires.includes(to));
  const moves = await Promise.all(
    relevant.map(async ({ id, to, undo }) =>
      (await records.moves(id)).filter((move) => undo !== undefined || (move.to === to && isProven(move))),
    ),
  );
  const own = await records.moves(record.id);
  const all = new Map([...moves.flat(), ...own].map((move) => [move.dependent, move]));
  return [...all.values()];
}

const headingOf = ({ key, toKey }: RotationRecord, to: string) => ({ key, to, ...(toKey && { toKey }) });

const isProven = ({ proof }: Move): boolean => proof !== 'assumed' && proof !== 'unproven';

const dependentOf = (id: string, type: string) => ({
  id,
  type,
  mode: 'pinned' as const,
  canary: false,
  keepsOldVersionFor: [],
});
