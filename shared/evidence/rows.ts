import { odata, RestError, type TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { RewrapError } from '../errors';

/** Where a row lies in its table. */
export interface Address {
  readonly partition: string;
  readonly row: string;
}

/** A value as it was read; `etag` changes with every write. */
export interface Row<T> extends Address {
  readonly value: T;
  readonly etag: string;
}

/** Values of one shape in one table. What is read has passed the schema. */
export interface Rows<T> {
  get(at: Address): Promise<Row<T> | undefined>;
  /** Inserts, or replaces `earlier`. False when someone else wrote first: nothing was written. */
  write(at: Address, value: T, earlier?: Row<T>): Promise<boolean>;
  put(at: Address, value: T): Promise<void>;
  /** Removes the row unless it was written since it was read. */
  remove(row: Row<T>): Promise<void>;
  /** A partition in the order of its rows, from the first one after `after`. */
  list(partition: string, after?: string): AsyncIterable<Row<T>>;
}

/** Others wrote the same row again and again, each time before us. */
export class RowContended extends RewrapError {
  readonly code = 'row-contended';
  readonly status = 503;
  constructor(table: string) {
    super(
      `Expected to write a row of ${table} in ${patience} tries, but others wrote it first each time. Try again later.`,
    );
  }
}

const patience = 20;

/** A request that takes longer is given up; the SDK's own retries come on top. */
const perRequest = { requestOptions: { timeout: 10_000 } };

/** Azure Tables hold 32 K characters in a column. */
const charactersPerColumn = 32_000;

const Entity = z.looseObject({ partitionKey: z.string(), rowKey: z.string(), etag: z.string(), columns: z.int() });

/** Cuts the value's JSON into columns: a record that is held for many reasons outgrows one. */
const columnsOf = (value: unknown): Record<string, string | number> => {
  const json = JSON.stringify(value);
  const columns = Math.ceil(json.length / charactersPerColumn);
  const cut = Array.from({ length: columns }, (_, n) => [
    `json${n}`,
    json.slice(n * charactersPerColumn, (n + 1) * charactersPerColumn),
  ]);
  return { columns, ...Object.fromEntries(cut) };
};

const textOf = ({ columns, ...entity }: z.infer<typeof Entity>): string =>
  Array.from({ length: columns }, (_, n) => z.string().parse(entity[`json${n}`])).join('');

/** `undefined` where the service answers with one of the statuses, such as 404 for a row that is not there. */
const unlessStatus = async <T>(statuses: readonly number[], call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RestError && statuses.includes(error.statusCode ?? 0)) return undefined;
    throw error;
  }
};

/** Rows of a table that `open` creates when it is first needed. */
export const rowsOf = <T>(open: () => Promise<TableClient>, schema: z.ZodType<T>): Rows<T> => {
  const rowOf = (raw: unknown): Row<T> => {
    const entity = Entity.parse(raw);
    const value = schema.parse(JSON.parse(textOf(entity)));
    return { partition: entity.partitionKey, row: entity.rowKey, etag: entity.etag, value };
  };
  const entityOf = ({ partition, row }: Address, value: T) => ({
    partitionKey: partition,
    rowKey: row,
    ...columnsOf(value),
  });

  return {
    async get({ partition, row }) {
      const table = await open();
      const entity = await unlessStatus([404], table.getEntity(partition, row, perRequest));
      return entity && rowOf(entity);
    },
    async write(at, value, earlier) {
      const table = await open();
      const entity = entityOf(at, value);
      const written = earlier
        ? table.updateEntity(entity, 'Replace', { ...perRequest, etag: earlier.etag })
        : table.createEntity(entity, perRequest);
      return (await unlessStatus([404, 409, 412], written)) !== undefined;
    },
    async put(at, value) {
      const table = await open();
      await table.upsertEntity(entityOf(at, value), 'Replace', perRequest);
    },
    async remove({ partition, row, etag }) {
      const table = await open();
      await unlessStatus([404, 412], table.deleteEntity(partition, row, { ...perRequest, etag }));
    },
    async *list(partition, after = '') {
      const table = await open();
      const filter = odata`PartitionKey eq ${partition} and RowKey gt ${after}`;
      for await (const entity of table.listEntities({ ...perRequest, queryOptions: { filter } })) yield rowOf(entity);
    },
  };
};

/**
 * Reads the row and writes what `decide` makes of it, again and again until nobody came between. Answers what is there
 * afterwards. `decide` leaves a row alone by answering what it was given, and may throw.
 */
export const change = async <T, R extends T | undefined>(
  rows: Pick<Rows<T>, 'get' | 'write'>,
  at: Address,
  decide: (stored: T | undefined) => R,
): Promise<R> => {
  for (let tries = 0; tries < patience; tries += 1) {
    const stored = await rows.get(at);
    const next = decide(stored?.value);
    if (next === undefined || next === stored?.value || (await rows.write(at, next, stored))) return next;
  }
  throw new RowContended(at.row);
};
