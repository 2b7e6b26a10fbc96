import type { Arm } from '../azure/arm';
import { ArmRefused } from '../azure/arm-errors';
import type { KeyUrl } from '../keys/key-url';
import type { Dependents, LagBook } from '../world';
import type { ArmDependent } from './arm-dependent';
import { isThere } from './decide-move';
import type { Dependent, Discovery } from './dependent';
import { findUsers } from './discover';
import { withBackupsRead } from './kept-backups';
import { inBatches } from './in-batches';
import { armTypes } from './index';
import { anywhere } from './lags';
import { look, type Standing } from './look';
import { armMover } from './move';
import { sharedReads } from './reads';
import { missingRights } from './missing-rights';
import { remembered } from './remembered';

type Observation = Awaited<ReturnType<Dependents['observe']>>;

const notFollowing = (error: string): Observation => ({
  proof: 'unproven',
  because: `It uses it, but following has failed: ${error} Cure this.`,
});

const observed = (standing: Standing, at: { key: KeyUrl; to: string; toKey: KeyUrl }): Observation => {
  if (standing.is === 'gone')
    return { proof: 'assumed', because: 'It is gone. If it is restored, it needs the old version.' };
  if (standing.is === 'elsewhere') return { proof: 'assumed', because: 'It refers to another key by now.' };
  const { places, busy, failed } = standing;
  if (busy) return { proof: 'unproven', because: `Not over yet: ${busy}.` };
  const behind = places.filter((place) => !isThere(at)(place));
  if (behind.length === 0) return standing.followError ? notFollowing(standing.followError) : { proof: 'read-back' };
  const left = behind.find(({ key }) => key !== at.toKey);
  if (left) return { proof: 'unproven', because: `It still uses ${left.key}. Start a rotation to move it.` };
  if (!failed && behind.every(({ follows, inUse }) => follows && !inUse)) {
    return { proof: 'assumed', because: 'It follows by itself and shows no version.', provableBy: 'log' };
  }
  const versions = behind.map(({ inUse, version }) => inUse ?? version ?? 'a version it does not show');
  return { proof: 'unproven', because: `It uses ${[...new Set(versions)].join(', ')}. Start a rotation to move it.` };
};

const lagsKeptMs = 5 * 60_000;

/** The lag book, read once in a while: thousands of followers may ask for the same. */
const measured = (lagBook: Pick<LagBook, 'of'>, now: () => Date) => {
  const read = remembered(lagBook.of, { now, lasts: () => false });
  return ({ type, region = anywhere }: Dependent) => read(new Date(now().getTime() - lagsKeptMs), type, region);
};

/** One after the other: each may ask for all of its databases. */
const withRetentions = async (
  { dependents, ownedElsewhere, ...rest }: Discovery,
  read: <D extends Dependent>(dependent: D) => Promise<D>,
): Promise<Discovery> => ({
  ...rest,
  dependents: await inBatches(dependents, 1, read),
  ...(ownedElsewhere && { ownedElsewhere: await inBatches(ownedElsewhere, 1, read) }),
});

/** Dependents that Azure Resource Manager holds: those of the types in the list, and unknown users of any other type. */
export const armDependents = ({
  arm,
  now,
  identities = [],
  lagBook,
  types = armTypes,
}: {
  arm: Arm;
  now: () => Date;
  /** Object ids of ours, by which deny assignments speak of us. */
  identities?: readonly string[];
  /** What was measured of those that follow; without it what is documented holds. */
  lagBook?: Pick<LagBook, 'of'>;
  types?: readonly ArmDependent[];
}): Dependents => {
  const adapterOf = (type: string): ArmDependent => {
    const adapter = types.find((each) => each.type === type);
    if (!adapter) throw new Error(`expected a resource type from the list, found ${type}; plan the rotation again`);
    return adapter;
  };
  const readsSince = sharedReads({ arm, now });
  const lagOf = lagBook && measured(lagBook, now);
  const advance = armMover({ arm, now, adapterOf, lagOf });
  return {
    async find(key, { scope }, { notOlderThan, alone, retentions, rights } = {}) {
      const reads = readsSince(notOlderThan);
      const search = { reads, vaults: notOlderThan && !alone ? scope.vaults : [], adapters: types, identities, key };
      const found = await findUsers(search, scope.subscriptions);
      const missing = rights ? await missingRights(reads, adapterOf, found.dependents) : [];
      const told = { ...found, ...(missing.length > 0 && { missingRights: missing }) };
      return retentions ? withRetentions(told, (each) => withBackupsRead(reads, adapterOf(each.type), each)) : told;
    },
    move: advance,
    undo: (dependent, { from, ...how }) =>
      advance({ ...dependent, version: from }, { ...how, nudge: false, undo: true }),
    async observe({ id, type }, { key, to, toKey = key }) {
      try {
        return observed(await look(arm, adapterOf(type), { id, key, toKey }), { key, to, toKey });
      } catch (error) {
        if (error instanceof ArmRefused) return { proof: 'unproven', because: error.message };
        throw error;
      }
    },
  };
};
