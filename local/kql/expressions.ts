import type { Cursor } from './cursor';

/** One row of a table. */
export type Row = Readonly<Record<string, unknown>>;

export type Value = (row: Row) => string;
export type Condition = (row: Row) => boolean;

/** Reads what stands to the right of an operator. */
export type Operator = (cursor: Cursor, left: Value) => Condition;

/** Reads a function's arguments, without the brackets. */
export type Function = (cursor: Cursor, value: (cursor: Cursor) => Value) => Value;

/** How conditions and values read in one place: Kusto knows far more than any of our places needs. */
export interface Dialect {
  readonly operators: ReadonlyMap<string, Operator>;
  readonly functions: ReadonlyMap<string, Function>;
}

const lower = (text: string) => text.toLowerCase();

/** A column as `tostring` gives it: objects as JSON without spaces, times in UTC. */
export const asText = (column: unknown): string => {
  if (typeof column === 'string') return column;
  return column instanceof Date ? column.toISOString() : (JSON.stringify(column ?? undefined) ?? '');
};

const against =
  (holds: (a: string, b: string) => boolean): Operator =>
  (cursor, left) => {
    const right = cursor.text();
    return (row) => holds(left(row), right);
  };

function among(cursor: Cursor, left: Value): Condition {
  const texts = bracketed(cursor, () => cursor.list(() => lower(cursor.text())));
  return (row) => texts.includes(lower(left(row)));
}

/** `==` alone takes notice of casing. */
export const operators = {
  contains: against((a, b) => lower(a).includes(lower(b))),
  startswith: against((a, b) => lower(a).startsWith(lower(b))),
  '==': against((a, b) => a === b),
  '=~': against((a, b) => lower(a) === lower(b)),
  'in~': among,
} as const satisfies Record<string, Operator>;

export const functions = {
  tolower: (cursor, value) => {
    const inner = value(cursor);
    return (row) => lower(inner(row));
  },
  tostring: (cursor, value) => value(cursor),
  /** The first that is not empty. */
  coalesce: (cursor, value) => {
    const all = cursor.list(() => value(cursor));
    return (row) => all.map((each) => each(row)).find((text) => text !== '') ?? '';
  },
  /** A column that may not be there, by its name in quotes, and what to take instead. */
  column_ifexists: (cursor) => {
    const name = cursor.text();
    cursor.expect(',');
    const otherwise = cursor.text();
    return (row) => (name in row ? asText(row[name]) : otherwise);
  },
} as const satisfies Record<string, Function>;

export function bracketed<T>(cursor: Cursor, inner: () => T): T {
  cursor.expect('(');
  const result = inner();
  cursor.expect(')');
  return result;
}

/** Readers of values, and of conditions such as `a or b and (c)`, `and` binding closer. */
export function expressionsIn({ operators: known, functions: callable }: Dialect) {
  /** A column, or a function of columns. */
  const value = (cursor: Cursor): Value => {
    for (const [name, read] of callable) {
      if (cursor.took(name)) return bracketed(cursor, () => read(cursor, value));
    }
    const column = cursor.column();
    return (row) => asText(row[column]);
  };

  const factor = (cursor: Cursor): Condition => {
    if (cursor.took('(')) {
      const inner = condition(cursor);
      cursor.expect(')');
      return inner;
    }
    const left = value(cursor);
    return cursor.oneOf(known)(cursor, left);
  };

  const conjunction = (cursor: Cursor): Condition => {
    const parts = [factor(cursor)];
    while (cursor.took('and')) parts.push(factor(cursor));
    return (row) => parts.every((part) => part(row));
  };

  const condition = (cursor: Cursor): Condition => {
    const parts = [conjunction(cursor)];
    while (cursor.took('or')) parts.push(conjunction(cursor));
    return (row) => parts.some((part) => part(row));
  };

  return { value, condition };
}
