import { QueryNotUnderstood, tokensOf, type Token } from './tokens';

/** Walks over the words of a query; each method that does not find what it looks for throws a QueryNotUnderstood naming what is there. */
export interface Cursor {
  readonly atEnd: boolean;
  /** Passes the word or sign if it comes next. */
  took(value: string): boolean;
  expect(...values: readonly string[]): void;
  /** Passes a quoted text. */
  text(): string;
  /** Passes a number. */
  number(): string;
  /** Whether what comes next is a word that is no column yet. */
  isNew(): boolean;
  /** Passes a column that exists at this place. */
  column(): string;
  /** Passes the name of a new column. */
  newColumn(): string;
  /** Passes the name of one of these, and gives what stands under it. */
  oneOf<T>(choices: ReadonlyMap<string, T>): T;
  /** One or more, separated by commas. */
  list<T>(member: () => T): readonly T[];
}

/** Starts at the first word. @param columns those that the table has */
export function createCursor(query: string, columns: Iterable<string>): Cursor {
  const tokens = tokensOf(query);
  const known = new Set(columns);
  let position = 0;

  const peek = (): Token => tokens[position] ?? { kind: 'end', value: 'the end' };
  const wrong = () => new QueryNotUnderstood(`"${peek().value}"`);
  const pass = (fits: boolean) => {
    if (!fits) throw wrong();
    const { value } = peek();
    position += 1;
    return value;
  };

  const cursor: Cursor = {
    get atEnd() {
      return peek().kind === 'end';
    },
    took(value) {
      const fits = peek().kind !== 'text' && peek().value.toLowerCase() === value;
      if (fits) position += 1;
      return fits;
    },
    expect(...values) {
      for (const value of values) if (!cursor.took(value)) throw wrong();
    },
    text: () => pass(peek().kind === 'text'),
    number: () => pass(peek().kind === 'sign' && /^\d+$/.test(peek().value)),
    isNew: () => peek().kind === 'word' && !known.has(peek().value),
    column: () => pass(peek().kind === 'word' && known.has(peek().value)),
    newColumn() {
      const name = pass(peek().kind === 'word');
      known.add(name);
      return name;
    },
    oneOf(choices) {
      const choice = peek().kind === 'text' ? undefined : choices.get(peek().value.toLowerCase());
      if (choice === undefined) throw wrong();
      position += 1;
      return choice;
    },
    list(member) {
      const members = [member()];
      while (cursor.took(',')) members.push(member());
      return members;
    },
  };
  return cursor;
}
