import type { Cursor } from './cursor';

/** One resource as Resource Graph has it. */
export type Row = Readonly<Record<string, unknown>>;

export type Value = (row: Row) => string;
export type Condition = (row: Row) => boolean;

type Operator = (cursor: Cursor, left: Value) => Condition;

/** `contains` and `=~` take no notice of casing, `==` does. */
const operators = new Map<string, Operator>([
  ['contains', (cursor, left) => against(left, cursor.text(), (a, b) => lower(a).includes(lower(b)))],
  ['==', (cursor, left) => against(left, cursor.text(), (a, b) => a === b)],
  ['=~', (cursor, left) => against(left, cursor.text(), (a, b) => lower(a) === lower(b))],
  ['in~', among],
]);

/** Reads `a or b and (c)`, `and` binding closer. */
export function condition(cursor: Cursor): Condition {
  const parts = [conjunction(cursor)];
  while (cursor.took('or')) parts.push(conjunction(cursor));
  return (row) => parts.some((part) => part(row));
}

/** Reads a column, or `tolower(…)` and `tostring(…)` around one. */
export function value(cursor: Cursor): Value {
  if (cursor.took('tolower')) {
    const inner = bracketed(cursor, value);
    return (row) => lower(inner(row));
  }
  if (cursor.took('tostring')) return bracketed(cursor, value);
  const name = cursor.column();
  return (row) => asText(row[name]);
}

/** A column as `tostring` gives it: objects as JSON without spaces. */
export const asText = (column: unknown): string =>
  typeof column === 'string' ? column : (JSON.stringify(column ?? undefined) ?? '');

function conjunction(cursor: Cursor): Condition {
  const parts = [factor(cursor)];
  while (cursor.took('and')) parts.push(factor(cursor));
  return (row) => parts.every((part) => part(row));
}

function factor(cursor: Cursor): Condition {
  if (cursor.took('(')) {
    const inner = condition(cursor);
    cursor.expect(')');
    return inner;
  }
  const left = value(cursor);
  return cursor.oneOf(operators)(cursor, left);
}

function among(cursor: Cursor, left: Value): Condition {
  const texts = bracketed(cursor, () => cursor.list(() => lower(cursor.text())));
  return (row) => texts.includes(lower(left(row)));
}

function bracketed<T>(cursor: Cursor, inner: (cursor: Cursor) => T): T {
  cursor.expect('(');
  const result = inner(cursor);
  cursor.expect(')');
  return result;
}

const against = (left: Value, right: string, holds: (a: string, b: string) => boolean): Condition => {
  return (row) => holds(left(row), right);
};

const lower = (text: string) => text.toLowerCase();
