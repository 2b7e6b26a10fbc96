import type { Cursor } from './cursor';
import { asText, expressionsIn, type Dialect, type Row } from './expressions';

export type Stage = (rows: readonly Row[]) => readonly Row[];

/** Reads what follows the name of a stage. */
export type StageReader = (cursor: Cursor) => Stage;

/** The stages that both Resource Graph and Log Analytics are asked for. */
export function stagesIn(dialect: Dialect) {
  const { condition, value } = expressionsIn(dialect);
  return {
    where: (cursor: Cursor): Stage => {
      const holds = condition(cursor);
      return (rows) => rows.filter(holds);
    },
    extend: (cursor: Cursor): Stage => {
      const made = cursor.list(() => {
        const name = cursor.newColumn();
        cursor.expect('=');
        return [name, value(cursor)] as const;
      });
      return (rows) =>
        rows.map((row) => ({ ...row, ...Object.fromEntries(made.map(([name, from]) => [name, from(row)])) }));
    },
    project: (cursor: Cursor): Stage => {
      const names = cursor.list(() => cursor.column());
      return (rows) => rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
    },
    order: (cursor: Cursor): Stage => {
      cursor.expect('by');
      const name = cursor.column();
      cursor.expect('asc');
      return (rows) => rows.toSorted((a, b) => asText(a[name]).localeCompare(asText(b[name]), 'en'));
    },
  };
}

/** Reads stage after stage, up to the end. */
export function pipeline(cursor: Cursor, stages: ReadonlyMap<string, StageReader>): Stage {
  const line: Stage[] = [];
  while (!cursor.atEnd) {
    cursor.expect('|');
    line.push(cursor.oneOf(stages)(cursor));
  }
  return (rows) => line.reduce((result, stage) => stage(result), rows);
}
