/** A word or sign of a query; of a text its content. */
export interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'end';
  readonly value: string;
}

const shapes =
  /\s*(?:(?<word>[a-z_]\w*~?)|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<sign>==|=~|[|(),=]|\d+))/iy;

/** @throws {QueryNotUnderstood} where the query goes on in a way that we do not know */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = query.trimEnd();
  shapes.lastIndex = 0;
  while (shapes.lastIndex < text.length) {
    const start = shapes.lastIndex;
    const groups = shapes.exec(text)?.groups;
    if (!groups) throw new QueryNotUnderstood(`"${text.slice(start, start + 40).trim()}"`);
    tokens.push(token(groups));
  }
  return [...tokens, { kind: 'end', value: 'the end' }];
}

/** Whoever asks what is not understood must be told so: an emulator that guesses would hide a wrong query. */
export class QueryNotUnderstood extends Error {
  constructor(readonly found: string) {
    super(`The query is not understood at ${found}.`);
  }
}

function token({ word, single, double, sign }: Record<string, string | undefined>): Token {
  if (word !== undefined) return { kind: 'word', value: word };
  if (sign !== undefined) return { kind: 'sign', value: sign };
  return { kind: 'text', value: (single ?? double ?? '').replaceAll(/\\(.)/g, '$1') };
}
