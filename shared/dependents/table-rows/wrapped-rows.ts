/** Columns of a table that hold a wrapped key, by the names that the application gave them. */
export interface Columns {
  readonly keyId: string;
  readonly value: string;
  readonly algorithm?: string | undefined;
}

/** A row, as far as it is of our interest. Binary columns are bytes, others as the service shows them. */
export interface TableRow {
  readonly partition: string;
  readonly row: string;
  readonly etag: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Tables of applications, as far as we need them. Refusals that no retry cures are `StoreRefused`. */
export interface TableRows {
  /** One page with these columns of every row; a row lacks those that it does not have. */
  list(
    table: string,
    columns: readonly string[],
    page: { readonly size: number; readonly from?: string },
  ): Promise<{ readonly rows: readonly TableRow[]; readonly next?: string }>;
  /** Changes these columns of the row, and no others, if it is still as listed. */
  merge(
    table: string,
    row: TableRow,
    columns: Readonly<Record<string, string | Uint8Array>>,
  ): Promise<'written' | 'changed'>;
}
