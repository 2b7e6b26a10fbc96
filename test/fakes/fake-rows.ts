import type { Blobs } from '../../shared/evidence/blobs';
import type { Address, Row, Rows } from '../../shared/evidence/rows';

const nameOf = ({ partition, row }: Address): string => JSON.stringify([partition, row]);

/** One table in memory, with ETags as the real one has them. */
export const fakeRows = <T>(): Rows<T> => {
  const rows = new Map<string, Row<T>>();
  let writes = 0;
  const set = (at: Address, value: T) => {
    writes += 1;
    const { partition, row } = at;
    rows.set(nameOf(at), structuredClone({ partition, row, value, etag: `${writes}` }));
  };
  return {
    get: async (at) => structuredClone(rows.get(nameOf(at))),
    async write(at, value, earlier) {
      if (rows.get(nameOf(at))?.etag !== earlier?.etag) return false;
      set(at, value);
      return true;
    },
    async put(at, value) {
      set(at, value);
    },
    async remove(row) {
      if (rows.get(nameOf(row))?.etag === row.etag) rows.delete(nameOf(row));
    },
    async *list(partition, after = '') {
      const found = [...rows.values()].filter((each) => each.partition === partition && each.row > after);
      yield* structuredClone(found.toSorted((a, b) => (a.row < b.row ? -1 : 1)));
    },
  };
};

/** One container in memory. */
export const fakeBlobs = (): Blobs => {
  const blobs = new Map<string, string>();
  return {
    async keep(name, content) {
      if (blobs.has(name)) return false;
      blobs.set(name, Buffer.from(content).toString('utf8'));
      return true;
    },
    read: async (name) => blobs.get(name),
    has: async (name) => blobs.has(name),
    some: async (most) => [...blobs.keys()].slice(0, most),
  };
};
