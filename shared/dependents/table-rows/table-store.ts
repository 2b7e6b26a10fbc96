import * as z from 'zod';
import { KeyUrl } from '../../keys/key-url';
import { storeKind } from '../wrapped-keys/store-kind';
import type { Garbled, WrappedKey, WrappedKeyStore } from '../wrapped-keys/wrapped-key-store';
import type { Columns, TableRow, TableRows } from './wrapped-rows';

const columnName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, { error: 'expected the name of a column' })
  .refine((name) => !['partitionkey', 'rowkey', 'timestamp', 'etag'].includes(name.toLowerCase()), {
    error: 'expected a column of the application, not one of the service',
  });

const TableEntry = z.strictObject({
  kind: z.literal('azure-table'),
  table: z
    .url()
    .regex(/^https?:\/\/[^?#]+\/[A-Za-z][A-Za-z0-9]{2,62}$/, {
      error: 'expected the URL of a table without a query: a signature in it would stand in records and alerts',
    })
    .describe('URL of the table, such as https://example.table.core.windows.net/tokens'),
  columns: z
    .strictObject({
      keyId: columnName.describe('Holds the URL of the key with its version'),
      value: columnName.describe('Holds the wrapped key: binary or text'),
      algorithm: columnName.optional().describe('Holds the name of the algorithm; absent: the same for all rows'),
    })
    .describe('Names of the columns; several wrapped keys in one row are several entries'),
  algorithm: z.string().default('RSA-OAEP-256').describe('Where no column says it'),
  encoding: z.enum(['base64', 'base64url']).default('base64').describe('Of wrapped keys that are text'),
  canary: z.boolean().default(false).describe('Moved first'),
});
type TableEntry = z.infer<typeof TableEntry>;

/** How an application wrote bytes down, so that they are written back alike. */
interface Notation {
  readonly bytes: Uint8Array;
  readonly written: (bytes: Uint8Array) => string | Uint8Array;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const texts = { base64: z.base64(), base64url: z.base64url() };

const notationOf = (value: unknown, encoding: keyof typeof texts): Notation | undefined => {
  if (value instanceof Uint8Array) return { bytes: value, written: (bytes) => bytes };
  if (!isText(value) || !texts[encoding].safeParse(value).success) return undefined;
  return { bytes: Buffer.from(value, encoding), written: (bytes) => Buffer.from(bytes).toString(encoding) };
};

const idOf = ({ partition, row }: TableRow): string => `${partition}/${row}`;

/** What a row holds; nothing where it has no wrapped key, or one that no key of a vault has wrapped. */
const listed = (
  rows: TableRows,
  { table, columns, algorithm, encoding }: TableEntry,
  row: TableRow,
): readonly (WrappedKey | Garbled)[] => {
  const wrappedBy = row.columns[columns.keyId];
  const value = row.columns[columns.value];
  if (wrappedBy === undefined && value === undefined) return [];
  const id = idOf(row);
  const notation = notationOf(value, encoding);
  const how = columns.algorithm === undefined ? algorithm : row.columns[columns.algorithm];
  if (!isText(wrappedBy) || !isText(how) || !notation) return [{ id, garbled: true }];
  if (!KeyUrl.safeParse(wrappedBy).success) return [];
  return [
    {
      id,
      wrappedBy,
      algorithm: how,
      value: notation.bytes,
      write: (anew) =>
        rows.merge(table, row, { [columns.keyId]: anew.wrappedBy, [columns.value]: notation.written(anew.value) }),
    },
  ];
};

const selected = ({ keyId, value, algorithm }: Columns): readonly string[] => [
  keyId,
  value,
  ...(algorithm === undefined ? [] : [algorithm]),
];

/** The wrapped keys in the rows of a table. */
export const tableStore = (rows: TableRows, entry: TableEntry): WrappedKeyStore => ({
  async list(page) {
    const found = await rows.list(entry.table, selected(entry.columns), page);
    return { keys: found.rows.flatMap((row) => listed(rows, entry, row)), ...(found.next && { next: found.next }) };
  },
});

/** Rows of Azure tables in which applications keep wrapped keys. */
export const tableRows = storeKind({
  type: 'application-data/table-rows',
  entry: TableEntry,
  idOf: ({ table, columns }) => `${table}#${columns.value}`,
  open: (entry, outside) => tableStore(outside.tables, entry),
  canReencrypt: false,
  staysExposed: ['everything that these data keys have encrypted: only the application can encrypt it again'],
  told: {
    what: 'Application data in rows of Azure tables',
    where: 'the columns that the policy names',
    how: 'unwrapped with the old version, wrapped with the new one, merged into the row if it is unchanged',
  },
});
