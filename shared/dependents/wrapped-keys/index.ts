import * as z from 'zod';
import { blobs } from '../blobs/blob-store';
import { sqlColumnKeys } from '../sql-column-keys/sql-store';
import { tableRows } from '../table-rows/table-store';
import type { DeclaredStore, Entry } from './store-kind';

/** Every kind of store that can be declared in the policy. A kind of your own is added here. */
export const storeKinds = [blobs, tableRows, sqlColumnKeys] as const;

/** An entry of `applicationData`: its `kind` says what the others are. */
export const ApplicationDataEntry = z.discriminatedUnion('kind', [blobs.entry, tableRows.entry, sqlColumnKeys.entry]);

/** The store that an entry declares. The policy's schema has let it pass, so that one kind takes it. */
export const declaredBy = (entry: Entry): DeclaredStore => {
  for (const kind of storeKinds) {
    const store = kind.declared(entry);
    if (store) return store;
  }
  throw new Error(`Expected a kind of store from the list, found ${entry.kind ?? 'none'}.`);
};
