import type { Cursor } from './cursor';
import { asText, bracketed, type Row } from './expressions';
import type { Stage } from './stages';

type Aggregate = (rows: readonly Row[]) => unknown;

const timeIn = (column: unknown): number => (column instanceof Date ? column.getTime() : Number.NaN);

const aggregates = new Map<string, (cursor: Cursor) => Aggregate>([
  ['count', () => (rows) => rows.length],
  ['min', (cursor) => extreme(cursor.column(), Math.min)],
  ['max', (cursor) => extreme(cursor.column(), Math.max)],
  ['make_set', makeSet],
]);

/** Of a column of times. */
const extreme =
  (column: string, choose: (a: number, b: number) => number): Aggregate =>
  (rows) =>
    new Date(rows.map((row) => timeIn(row[column])).reduce((a, b) => choose(a, b)));

function makeSet(cursor: Cursor): Aggregate {
  const column = cursor.column();
  cursor.expect(',');
  const most = Number(cursor.number());
  return (rows) => [...new Set(rows.map((row) => asText(row[column])))].slice(0, most);
}

type Key = (row: Row) => unknown;

/** A column, or `name = bin(column, 1h)`. */
function key(cursor: Cursor): readonly [string, Key] {
  if (!cursor.isNew()) {
    const column = cursor.column();
    return [column, (row) => row[column] ?? ''];
  }
  const name = cursor.newColumn();
  cursor.expect('=', 'bin');
  return bracketed(cursor, () => {
    const column = cursor.column();
    cursor.expect(',');
    const hours = Number(cursor.number());
    cursor.expect('h');
    const width = hours * 3_600_000;
    return [name, (row: Row) => new Date(Math.floor(timeIn(row[column]) / width) * width)] as const;
  });
}

/** Reads `a = count(), b = max(c) by d, e = bin(f, 1h)`. */
export function summarize(cursor: Cursor): Stage {
  const made = cursor.list(() => {
    const name = cursor.newColumn();
    cursor.expect('=');
    const read = cursor.oneOf(aggregates);
    return [name, bracketed(cursor, () => read(cursor))] as const;
  });
  cursor.expect('by');
  const keys = cursor.list(() => key(cursor));
  return (rows) =>
    [...groups(rows, keys).values()].map((members) => ({
      ...Object.fromEntries(keys.map(([name, of]) => [name, members[0] && of(members[0])])),
      ...Object.fromEntries(made.map(([name, of]) => [name, of(members)])),
    }));
}

function groups(rows: readonly Row[], keys: readonly (readonly [string, Key])[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const id = JSON.stringify(keys.map(([, of]) => of(row)));
    const members = found.get(id);
    if (members) members.push(row);
    else found.set(id, [row]);
  }
  return found;
}
