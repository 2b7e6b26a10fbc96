import * as z from 'zod';
import type { Address, Row, Rows } from './rows';

/** A row's place in a list that runs across partitions, such as the rotations of an incident. */
export interface Listing {
  readonly list: string;
  readonly place: string;
}

/** What the index table holds: where the listed row lies. */
export const IndexEntry = z.object({ partition: z.string(), row: z.string() });
export type IndexEntry = z.infer<typeof IndexEntry>;

/** Rows that also stand in lists. */
export interface ListedRows<T> extends Pick<Rows<T>, 'get' | 'write' | 'list'> {
  /** The rows of a list in the order of their places, from the first one after `after`; `batch` are read at once. */
  listed(list: string, how?: { after?: string; batch?: number }): AsyncIterable<Row<T>>;
}

const addressOf = ({ list, place }: Listing): Address => ({ partition: list, row: place });
const without = (listings: readonly Listing[], others: readonly Listing[]) =>
  listings.filter(({ list, place }) => !others.some((other) => other.list === list && other.place === place));

/**
 * Keeps an index in step with rows, for lists that no partition gives; reading a list costs what it holds, not what the
 * table holds. An entry is written before its row and removed after it, so that a crash leaves an entry too many,
 * never one too few; readers drop entries whose row does not (or no longer) belong there. An entry that someone wrote
 * anew in the meantime has another ETag and stays.
 */
export const listedRows = <T>(
  rows: Rows<T>,
  index: Rows<IndexEntry>,
  listingsOf: (value: T) => readonly Listing[],
): ListedRows<T> => {
  const belongs = (row: Row<T>, at: Address) =>
    listingsOf(row.value).some(({ list, place }) => list === at.partition && place === at.row);

  async function* rowsAt(entries: readonly Row<IndexEntry>[]) {
    const found = await Promise.all(entries.map(async (entry) => ({ entry, row: await rows.get(entry.value) })));
    for (const { entry, row } of found) if (row && belongs(row, entry)) yield row;
  }

  return {
    ...rows,
    async write(at, value, earlier) {
      const before = earlier ? listingsOf(earlier.value) : [];
      const after = listingsOf(value);
      const found = await Promise.all(without(before, after).map((listing) => index.get(addressOf(listing))));
      const leaving = found.filter((entry) => entry !== undefined);
      await Promise.all(without(after, before).map((listing) => index.put(addressOf(listing), at)));
      const written = await rows.write(at, value, earlier);
      if (written) await Promise.all(leaving.map((entry) => index.remove(entry)));
      return written;
    },
    async *listed(list, { after, batch = 100 } = {}) {
      let entries: Row<IndexEntry>[] = [];
      for await (const entry of index.list(list, after)) {
        entries.push(entry);
        if (entries.length < batch) continue;
        yield* rowsAt(entries);
        entries = [];
      }
      yield* rowsAt(entries);
    },
  };
};

/** The first `count` of what comes; the rest is not asked for. */
export const take = async <T>(rows: AsyncIterable<Row<T>>, count = Number.POSITIVE_INFINITY): Promise<T[]> => {
  const values: T[] = [];
  for await (const { value } of rows) {
    values.push(value);
    if (values.length >= count) break;
  }
  return values;
};
