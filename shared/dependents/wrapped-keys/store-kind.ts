import type * as z from 'zod';
import type { KeySigning } from '../../keys/key-signing';
import type { BlobContainers } from '../blobs/blob-containers';
import type { BlobContents } from '../blobs/blob-contents';
import type { Database, SqlConversation } from '../sql-column-keys/sql-conversation';
import type { TableRows } from '../table-rows/wrapped-rows';
import type { WrappedKeyStore } from './wrapped-key-store';

/** What stores of every kind are reached through. */
export interface Outside {
  readonly now: () => Date;
  readonly blobs: BlobContainers;
  readonly contents: BlobContents;
  readonly tables: TableRows;
  readonly sqlAt: (database: Database) => SqlConversation;
  readonly signing: KeySigning;
}

/** An entry of `applicationData` in the policy, as far as every kind has it. */
export interface Entry {
  readonly kind?: string | undefined;
  readonly canary: boolean;
}

/** How to recognise one kind of store in the policy, and how to open it. */
export interface StoreKind<S extends z.ZodType<Entry>> {
  /** Names the kind in plans and records; never change it. */
  readonly type: `application-data/${string}`;
  /** The fields of an entry. Its `kind` is a literal that no other kind has. */
  readonly entry: S;
  /** Names the store in plans, records and alerts: its URL, without anything secret. */
  readonly idOf: (entry: z.infer<S>) => string;
  readonly open: (entry: z.infer<S>, outside: Outside) => WrappedKeyStore;
  /** What an attacker with data keys could still open after these were replaced, or because they cannot be, in words. */
  readonly staysExposed: readonly string[];
  /** Whether data keys can be replaced, and their data encrypted again. */
  readonly canReencrypt: boolean;
  /** For the documentation: what it is, where the key is named, how it is moved. */
  readonly told: { readonly what: string; readonly where: string; readonly how: string };
}

/** A store that the policy declares. */
export interface DeclaredStore {
  readonly id: string;
  readonly type: string;
  readonly canary: boolean;
  readonly open: (outside: Outside) => WrappedKeyStore;
}

/** One kind of store. `declared` answers the store of an entry, or `undefined` where the entry is of another kind. */
export const storeKind = <S extends z.ZodType<Entry>>(kind: StoreKind<S>) => ({
  ...kind,
  declared: (raw: Entry): DeclaredStore | undefined => {
    const entry = kind.entry.safeParse(raw).data;
    return (
      entry && {
        id: kind.idOf(entry),
        type: kind.type,
        canary: entry.canary,
        open: (outside) => kind.open(entry, outside),
      }
    );
  },
});
