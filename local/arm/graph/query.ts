import { asText, condition, value, type Row } from './condition';
import { createCursor, type Cursor } from './cursor';

export type Stage = (rows: readonly Row[]) => readonly Row[];

/** The columns of the `resources` table that we fill. */
const columns = [
  'id',
  'type',
  'name',
  'subscriptionId',
  'resourceGroup',
  'location',
  'tags',
  'kind',
  'sku',
  'identity',
  'properties',
];

const stages = new Map<string, (cursor: Cursor) => Stage>([
  ['where', where],
  ['extend', extend],
  ['project', project],
  ['order', orderBy],
]);

/**
 * Reads the part of the Kusto language that our queries use: `resources`, `where`, `extend`, `project`, `order by`.
 * @throws {ArmError} naming the first word that is not understood
 */
export function parseQuery(query: string): Stage {
  const cursor = createCursor(query, columns);
  cursor.expect('resources');
  const pipeline: Stage[] = [];
  while (!cursor.atEnd) {
    cursor.expect('|');
    pipeline.push(cursor.oneOf(stages)(cursor));
  }
  return (rows) => pipeline.reduce((result, stage) => stage(result), rows);
}

function where(cursor: Cursor): Stage {
  const holds = condition(cursor);
  return (rows) => rows.filter(holds);
}

function extend(cursor: Cursor): Stage {
  const name = cursor.newColumn();
  cursor.expect('=');
  const made = value(cursor);
  return (rows) => rows.map((row) => ({ ...row, [name]: made(row) }));
}

function project(cursor: Cursor): Stage {
  const names = cursor.list(() => cursor.column());
  return (rows) => rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
}

function orderBy(cursor: Cursor): Stage {
  cursor.expect('by');
  const name = cursor.column();
  cursor.expect('asc');
  return (rows) => rows.toSorted((a, b) => asText(a[name]).localeCompare(asText(b[name]), 'en'));
}
