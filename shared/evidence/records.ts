import type { Move } from '../dependents/dependent';
import { hashOf } from '../hash';
import { keyId } from '../keys/key-url';
import { amended } from '../rotations/amended';
import type { RecordedStep, RotationRecord } from '../rotations/record';
import type { Records } from '../world';
import { RecordMissing } from './evidence-errors';
import { listedRows, take, type IndexEntry, type Listing } from './listed-rows';
import { pageOf, placeAfter, placeOf, recordPlace } from './newest-first';
import { change, type Address, type Rows } from './rows';
import { isUnfinished } from './unfinished';

const pageSize = 100;
const all = 'records';
const unfinished = 'unfinished-records';
const incidentList = (incidentId: string) => `records-of-${hashOf(incidentId)}`;

/** Ids come from people too: one that no rotation can have must not become a table key. */
const isRotationId = (id: string) => /^[0-9a-f]{16}-[\w-]{1,200}$/.test(id);
const addressOf = (id: string): Address => ({ partition: id.slice(0, 16), row: id });

const listingsOf = (record: RotationRecord): Listing[] => {
  const { incidentId } = record;
  const lists = [all, ...(incidentId ? [incidentList(incidentId)] : []), ...(isUnfinished(record) ? [unfinished] : [])];
  return lists.map((list) => ({ list, place: placeOf(record) }));
};

const newestFirst = (a: RotationRecord, b: RotationRecord) => (placeOf(a) < placeOf(b) ? -1 : 1);

interface RecordTables {
  readonly records: Rows<RotationRecord>;
  /** Partition: the rotation. */
  readonly steps: Rows<RecordedStep>;
  /** Partition: the rotation. */
  readonly moves: Rows<Move>;
  readonly index: Rows<IndexEntry>;
}

/**
 * Records of one key lie in one partition. Listings across keys, and what is unfinished, are read through the index, so
 * the sweep's question costs what is unfinished, however long the history.
 */
export const recordStore = ({ records, steps, moves, index }: RecordTables): Records => {
  const rows = listedRows(records, index, listingsOf);

  const ofKey: Records['ofKey'] = async (key) => (await take(rows.list(keyId(key)))).toSorted(newestFirst);

  const update: Records['update'] = (id, changed) =>
    change(rows, addressOf(id), (stored): RotationRecord => {
      if (!stored) throw new RecordMissing(id);
      return amended(stored, changed);
    });

  return {
    ofKey,
    update,
    open: (record) => change(rows, addressOf(record.id), (stored) => stored ?? record),
    async get(id) {
      return isRotationId(id) ? (await rows.get(addressOf(id)))?.value : undefined;
    },
    async list({ key, incidentId, from }) {
      const after = placeAfter(from, recordPlace);
      const found = key
        ? (await ofKey(key)).filter(
            (record) => placeOf(record) > after && (!incidentId || record.incidentId === incidentId),
          )
        : await take(
            rows.listed(incidentId ? incidentList(incidentId) : all, { after, batch: pageSize + 1 }),
            pageSize + 1,
          );
      const { page, ...next } = pageOf(found, pageSize, placeOf);
      return { records: page, ...next };
    },
    unfinished: () => take(rows.listed(unfinished)),
    async noteRetirement(id, retirement) {
      await update(id, { retirement });
    },
    noteStep: (id, step) => steps.put({ partition: id, row: hashOf(step.name) }, step),
    async steps(id) {
      const found = isRotationId(id) ? await take(steps.list(id)) : [];
      return found.toSorted((a, b) => a.at.localeCompare(b.at) || a.name.localeCompare(b.name));
    },
    noteMove: (id, move) => moves.put({ partition: id, row: hashOf(move.dependent) }, move),
    async move(id, dependent) {
      return (await moves.get({ partition: id, row: hashOf(dependent) }))?.value;
    },
    async moves(id) {
      const found = isRotationId(id) ? await take(moves.list(id)) : [];
      return found.toSorted((a, b) => a.dependent.localeCompare(b.dependent));
    },
  };
};
