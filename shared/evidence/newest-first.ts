import { RewrapError } from '../errors';

/** Highest time a Date can hold, so that every inverted time has the same number of digits. */
const endOfTime = 8.64e15;

/** Sorts newer records before older ones and is unique, so that it serves as table key and as place in a listing. */
export const placeOf = ({ startedAt, id }: { startedAt: string; id: string }): string =>
  `${String(endOfTime - Date.parse(startedAt)).padStart(16, '0')}-${id}`;

/** A listing was asked to continue from something that no listing handed out. */
export class InvalidPlace extends RewrapError {
  readonly code = 'invalid-place';
  readonly status = 400;
  constructor() {
    super('Expected "from" to be the "next" of an earlier page, found something else. Start again without it.');
  }
}

/** The place that a listing continues after; the place before the first when none is given. */
export const placeAfter = (from: string | undefined, shape: RegExp): string => {
  if (from !== undefined && !shape.test(from)) throw new InvalidPlace();
  return from ?? '';
};

export const recordPlace = /^\d{16}-[\w-]{1,200}$/;

/** One page out of what comes after a place. Give it one item more than `size` where there is one. */
export const pageOf = <T>(
  items: readonly T[],
  size: number,
  place: (item: T) => string,
): { page: T[]; next?: string } => {
  const page = items.slice(0, size);
  const last = page.at(-1);
  return items.length > size && last !== undefined ? { page, next: place(last) } : { page };
};
