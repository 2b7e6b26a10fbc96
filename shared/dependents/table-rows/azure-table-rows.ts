import { RestError, type TableClient, type TableEntityResult } from '@azure/data-tables';
import { StoreRefused } from '../wrapped-keys/wrapped-key-store';
import type { TableRow, TableRows } from './wrapped-rows';

/** The most that one page may hold. Source: query timeout and pagination of Table storage. */
const mostPerPage = 1_000;
const callTimeoutMs = 30_000;

/** Where rows lie, and what makes a write conditional: always selected. */
const addresses = ['partitionKey', 'rowKey'];

class TableRefused extends StoreRefused {
  override readonly code = 'table-refused';
  constructor(table: string, found: string, options?: ErrorOptions) {
    super(
      `Expected to read and write rows of ${table}, but Azure Storage answered ${found}. Check that the table exists and ` +
        `grant Rewrap's identity Storage Table Data Contributor on it.`,
      options,
    );
  }
}

const refusedBy = (table: string, error: unknown): unknown => {
  const refused = error instanceof RestError && [401, 403, 404].includes(error.statusCode ?? 0);
  return refused ? new TableRefused(table, String(error.statusCode), { cause: error }) : error;
};

const rowOf = ({
  partitionKey = '',
  rowKey = '',
  etag,
  timestamp: _timestamp,
  ...columns
}: TableEntityResult<object>): TableRow => ({
  partition: partitionKey,
  row: rowKey,
  etag,
  columns: { ...columns },
});

/** Tables of Azure Storage, by their URL. */
export const azureTableRows = (clientFor: (table: string) => TableClient): TableRows => ({
  async list(table, columns, { size, from }) {
    const pages = clientFor(table)
      .listEntities({
        queryOptions: { select: [...addresses, ...columns] },
        abortSignal: AbortSignal.timeout(callTimeoutMs),
      })
      .byPage({ maxPageSize: Math.min(size, mostPerPage), ...(from && { continuationToken: from }) });
    try {
      for await (const page of pages) {
        const next = page.continuationToken;
        return { rows: page.map(rowOf), ...(next && { next }) };
      }
      return { rows: [] };
    } catch (error) {
      throw refusedBy(table, error);
    }
  },

  async merge(table, { partition, row, etag }, columns) {
    const entity = { partitionKey: partition, rowKey: row, ...columns };
    try {
      const abortSignal = AbortSignal.timeout(callTimeoutMs);
      await clientFor(table).updateEntity(entity, 'Merge', { etag, abortSignal });
      return 'written';
    } catch (error) {
      const status = error instanceof RestError ? error.statusCode : undefined;
      // 404 is about the row as well as about the table; the next listing tells which.
      if (status === 412 || status === 404) return 'changed';
      throw refusedBy(table, error);
    }
  },
});
