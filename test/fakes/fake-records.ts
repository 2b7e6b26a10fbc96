import { RecordMissing } from '../../shared/evidence/evidence-errors';
import { pageOf, placeAfter, placeOf, recordPlace } from '../../shared/evidence/newest-first';
import { isUnfinished } from '../../shared/evidence/unfinished';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { Move } from '../../shared/dependents/dependent';
import { amended } from '../../shared/rotations/amended';
import type { RecordedStep, RotationRecord } from '../../shared/rotations/record';
import type { Records } from '../../shared/world';

const pageSize = 100;

/** Records, steps and moves in memory. */
export const fakeRecords = (): Records => {
  const records = new Map<string, RotationRecord>();
  const steps = new Map<string, Map<string, RecordedStep>>();
  const moves = new Map<string, Map<string, Move>>();

  const rowsOf = <T>(table: Map<string, Map<string, T>>, id: string) => {
    const rows = table.get(id) ?? new Map<string, T>();
    table.set(id, rows);
    return rows;
  };
  const newestFirst = (found: Iterable<RotationRecord>) =>
    [...found].toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)).map((record) => structuredClone(record));
  const all = () => [...records.values()];
  /** A simulation of a year asks for the records of one key far more often than it writes one. */
  const idsOfKey = new Map<KeyUrl, Set<string>>();

  const update: Records['update'] = async (id, change) => {
    const stored = records.get(id);
    if (!stored) throw new RecordMissing(id);
    const changed = structuredClone(amended(stored, change));
    records.set(id, changed);
    return structuredClone(changed);
  };

  return {
    update,
    async open(record) {
      const stored = records.get(record.id) ?? structuredClone(record);
      records.set(record.id, stored);
      idsOfKey.set(record.key, (idsOfKey.get(record.key) ?? new Set()).add(record.id));
      return structuredClone(stored);
    },
    async get(id) {
      return structuredClone(records.get(id));
    },
    async list({ key, incidentId, from }) {
      const after = placeAfter(from, recordPlace);
      const found = newestFirst(all())
        .filter((record) => !key || record.key === key)
        .filter((record) => !incidentId || record.incidentId === incidentId)
        .filter((record) => placeOf(record) > after);
      const { page, ...next } = pageOf(found, pageSize, placeOf);
      return { records: page, ...next };
    },
    async ofKey(key) {
      return newestFirst([...(idsOfKey.get(key) ?? [])].flatMap((id) => records.get(id) ?? []));
    },
    async unfinished() {
      return newestFirst(all().filter(isUnfinished));
    },
    async noteRetirement(id, retirement) {
      await update(id, { retirement });
    },
    async noteStep(id, step) {
      rowsOf(steps, id).set(step.name, structuredClone(step));
    },
    async steps(id) {
      const rows = [...rowsOf(steps, id).values()];
      return structuredClone(rows.toSorted((a, b) => a.at.localeCompare(b.at) || a.name.localeCompare(b.name)));
    },
    async noteMove(id, move) {
      rowsOf(moves, id).set(move.dependent, structuredClone(move));
    },
    async move(id, dependent) {
      return structuredClone(rowsOf(moves, id).get(dependent));
    },
    async moves(id) {
      const rows = [...rowsOf(moves, id).values()];
      return structuredClone(rows.toSorted((a, b) => a.dependent.localeCompare(b.dependent)));
    },
  };
};
