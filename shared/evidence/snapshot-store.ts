import { AccessFacts } from '../access/facts';
import { fingerprintOf } from '../departures/fingerprint';
import type { LastSnapshot, Snapshots } from '../departures/snapshots';
import type { Blobs } from './blobs';
import { SnapshotMissing } from './evidence-errors';
import { recent } from './recent';
import type { Rows } from './rows';

const at = { partition: 'access', row: 'last' };

/** Snapshots as blobs under names made of their content, and a row that tells which is the last. */
export const snapshotStore = (blobs: Blobs, rows: Rows<LastSnapshot>): Snapshots => {
  const get = recent(3, async (id: string): Promise<AccessFacts> => {
    const text = await blobs.read(`${id}.json`);
    if (text === undefined) throw new SnapshotMissing(id);
    return AccessFacts.parse(JSON.parse(text));
  });
  return {
    get,
    last: async () => (await rows.get(at))?.value,
    async keep(facts) {
      const id = fingerprintOf(facts);
      await blobs.keep(`${id}.json`, JSON.stringify(facts));
      return id;
    },
    async replace(last, earlier) {
      const stored = await rows.get(at);
      if (stored?.value.id !== earlier?.id) return false;
      return rows.write(at, last, stored);
    },
  };
};
