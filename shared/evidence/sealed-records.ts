import type { Retirement } from '../rotations/record';
import type { Records } from '../world';
import type { Blobs } from './blobs';

/** States of a retirement in which something has been done to a version. */
const decided: readonly Retirement['state'][] = ['trial', 'retired', 'reopened'];

/** Sorts by time within a rotation; no colon, which some tools for blobs do not take. */
const nameOf = (id: string, at: string): string => `${id}/${at.replaceAll(':', '')}.json`;

/**
 * Records of which a copy is kept, with steps and moves, whenever a rotation ends and whenever a version was disabled or enabled:
 * rows can be changed by whoever may write them, and a blob under a retention policy by nobody. A copy whose writing fails
 * fails the step, which then runs again.
 */
export const sealedRecords = (records: Records, copies: Pick<Blobs, 'keep' | 'read' | 'has'>): Records => {
  const seal = async (id: string, at: string): Promise<void> => {
    const [record, steps, moves] = await Promise.all([records.get(id), records.steps(id), records.moves(id)]);
    await copies.keep(nameOf(id, at), JSON.stringify({ record, steps, moves }));
  };
  return {
    ...records,
    async update(id, change) {
      const stored = await records.update(id, change);
      if (change.closedAt !== undefined) await seal(id, change.closedAt);
      return stored;
    },
    async noteRetirement(id, retirement) {
      await records.noteRetirement(id, retirement);
      if (decided.includes(retirement.state)) await seal(id, retirement.at);
    },
  };
};
