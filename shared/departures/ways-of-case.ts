import type { AccessFacts } from '../access/facts';
import type { Way } from '../access/reach';
import { wayInWords } from '../access/way-in-words';
import type { Case } from './case';

/** Somebody who rules every application has access by hundreds of ways. */
const mostWays = 50;

const atMost = (words: readonly string[]): string[] =>
  words.length > mostWays ? [...words.slice(0, mostWays), `and ${words.length - mostWays} more`] : [...words];

/** Ways as they were seen. */
export interface WaysSeen {
  readonly ways: readonly Way[];
  readonly facts: AccessFacts;
}

/** How a principal had access, and what of that changed, for a person to read. */
export const waysOfCase = (
  principal: string,
  before: readonly WaysSeen[],
  after: WaysSeen,
): Required<Pick<Case, 'ways' | 'waysGone' | 'waysNew'>> => {
  // Somebody who is gone may have a name in one look and none in the other.
  const names = new Map([after, ...before].flatMap(({ facts }) => facts.principals).map(({ id, name }) => [id, name]));
  const inWords = (way: Way) => wayInWords(principal, way, (id) => names.get(id) ?? id);
  const then = new Set(before.flatMap(({ ways }) => ways.map(inWords)));
  const now = new Set(after.ways.map(inWords));
  return {
    ways: atMost([...then]),
    waysGone: atMost([...then].filter((each) => !now.has(each))),
    waysNew: atMost([...now].filter((each) => !then.has(each))),
  };
};
