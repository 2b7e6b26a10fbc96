import { createCursor } from '../kql/cursor';
import { functions, operators, type Row } from '../kql/expressions';
import { pipeline, stagesIn } from '../kql/stages';
import { summarize } from '../kql/summarize';

const { where, extend } = stagesIn({
  operators: new Map(Object.entries(operators)),
  functions: new Map(Object.entries(functions)),
});
const stages = new Map(Object.entries({ where, extend, summarize }));

/** The table has never had a row, so that it does not exist. */
export class TableMissing extends Error {
  constructor(readonly table: string) {
    super(`'where' operator: Failed to resolve table or column expression named '${table}'`);
  }
}

/** What a workspace has of a kind. A column exists once a row has filled it, whenever that was. */
export interface Table {
  readonly columns: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

/**
 * Answers a query over tables with the part of the Kusto language that queries over audit logs use.
 * @throws {QueryNotUnderstood} naming the first word that is not understood @throws {TableMissing}
 */
export function answerTo(query: string, tables: ReadonlyMap<string, Table>): readonly Row[] {
  const name = /^\s*(\w+)/.exec(query)?.[1] ?? '';
  const table = tables.get(name);
  if (!table) throw new TableMissing(name);
  const cursor = createCursor(query, table.columns);
  cursor.expect(name.toLowerCase());
  return pipeline(cursor, stages)(table.rows);
}
