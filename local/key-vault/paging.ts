import { badParameter } from './errors';

/** The most that a page holds, and what it holds when not asked. Unverified: that more is refused, not cut down. */
const mostPerPage = 25;

/** One page on the wire; `nextLink` is null on the last one. */
export interface Page<T> {
  value: T[];
  nextLink: string | null;
}

/** Something to list, and a word that puts it in its place; places rise and never change while others come and go. */
export interface Listed<T> {
  place: string;
  item: T;
}

/**
 * The page that `url` asks for: what comes after the place in `$skiptoken`. The link is absolute, since clients request it
 * verbatim, with their token.
 */
export function pageOf<T>(all: readonly Listed<T>[], url: URL, baseUrl: string): Page<T> {
  const size = pageSize(url.searchParams.get('maxresults'));
  const after = Buffer.from(url.searchParams.get('$skiptoken') ?? '', 'base64url').toString();
  const rest = all.filter(({ place }) => place > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const value = page.map(({ item }) => item);
  if (!last || rest.length === page.length) return { value, nextLink: null };

  const next = new URL(`${baseUrl}${url.pathname}`);
  next.searchParams.set('api-version', url.searchParams.get('api-version') ?? '');
  next.searchParams.set('$skiptoken', Buffer.from(last.place).toString('base64url'));
  next.searchParams.set('maxresults', String(size));
  return { value, nextLink: next.href };
}

function pageSize(asked: string | null): number {
  if (asked === null) return mostPerPage;
  const size = Number(asked);
  if (Number.isInteger(size) && size >= 1 && size <= mostPerPage) return size;
  throw badParameter(`Expected maxresults as a whole number from 1 to ${mostPerPage}, found ${asked}.`);
}
