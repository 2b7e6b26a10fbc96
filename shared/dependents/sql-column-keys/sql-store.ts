import * as z from 'zod';
import type { KeySigning } from '../../keys/key-signing';
import { KeyUrl, versionIn } from '../../keys/key-url';
import { storeKind } from '../wrapped-keys/store-kind';
import type { Garbled, Listed, Spare, WrappedKey, WrappedKeyStore, Written } from '../wrapped-keys/wrapped-key-store';
import { columnKeys, dropValue, type ColumnKey, type KeyValue } from './column-keys';
import { readValue, signedPart } from './encrypted-value';
import { rewriteColumnKey } from './rewrite-column-key';
import type { Database, SqlConversation } from './sql-conversation';

/** What Always Encrypted calls RSA_OAEP is RSA-OAEP with SHA-1. Source: the providers for Azure Key Vault. */
const algorithm = 'RSA-OAEP';

const isSame = (one: KeyValue, other: KeyValue): boolean =>
  one.master.id === other.master.id && one.bytes.equals(other.bytes);

/** Works that must not overlap, each after the one before, whatever became of it. */
const oneByOne = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
};

/** The column encryption key as it is now, if this value is still its current one. */
const unchanged = async (sql: SqlConversation, { id }: ColumnKey, value: KeyValue): Promise<ColumnKey | undefined> => {
  const [now] = await columnKeys(sql, { size: 1, after: id - 1 });
  const current = now?.values.findLast(({ master }) => master.isInVault);
  return now?.id === id && current && isSame(current, value) ? now : undefined;
};

interface Access {
  readonly sql: SqlConversation;
  readonly signing: KeySigning;
  /** Two definitions of the same master key would collide. */
  readonly inTurn: ReturnType<typeof oneByOne>;
}

const spareOf = ({ sql, inTurn }: Access, { id, name }: ColumnKey, { master }: KeyValue): Spare => ({
  id: `${name} (kept)`,
  wrappedBy: master.path,
  spare: true,
  drop: () =>
    inTurn(async (): Promise<Written> => {
      const [now] = await columnKeys(sql, { size: 1, after: id - 1 });
      const isThere = now?.id === id && now.values.some((value) => value.master.id === master.id);
      if (!isThere || now.values.length < 2) return 'changed';
      await sql.ask(dropValue(name, master.name));
      return 'written';
    }),
});

/** The value under the newest master key is the one that counts; others of the vault are kept beside it. */
const listed = (access: Access, columnKey: ColumnKey): readonly Listed[] => {
  const values = columnKey.values.filter(({ master }) => master.isInVault);
  const current = values.at(-1);
  if (!current) return [];
  return [
    currentOf(access, columnKey, current),
    ...values.slice(0, -1).map((value) => spareOf(access, columnKey, value)),
  ];
};

const currentOf = ({ sql, signing, inTurn }: Access, columnKey: ColumnKey, value: KeyValue): WrappedKey | Garbled => {
  const { master, bytes } = value;
  const read = value.algorithm === 'RSA_OAEP' ? readValue(bytes) : undefined;
  if (!read) return { id: columnKey.name, garbled: true };
  return {
    id: columnKey.name,
    wrappedBy: master.path,
    algorithm,
    value: read.ciphertext,
    write: (anew) =>
      inTurn(async () => {
        const now = await unchanged(sql, columnKey, value);
        if (!now) return 'changed';
        // Anybody who may define keys could have put a key of his own there; only a signature tells.
        const by = { key: KeyUrl.parse(master.path), version: versionIn(master.path) ?? '' };
        const genuine = await signing.isSigned(by, signedPart(read), read.signature);
        if (!genuine) return { held: 'not signed by its master key' };
        return rewriteColumnKey({ sql, signing }, { columnKey: now, current: value, anew });
      }),
  };
};

/** The column encryption keys of a database, wrapped by column master keys in Key Vault. */
export const sqlStore = (sql: SqlConversation, signing: KeySigning): WrappedKeyStore => {
  const access = { sql, signing, inTurn: oneByOne() };
  return {
    async list({ size, from = '0' }) {
      const page = await columnKeys(sql, { size, after: Number(from) });
      const last = page.length < size ? undefined : page.at(-1);
      return { keys: page.flatMap((each) => listed(access, each)), ...(last && { next: String(last.id) }) };
    },
  };
};

/** Azure SQL servers and managed instances alone: the token of our identity is sent to no other host. */
const sqlHost = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.database\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)$/;

const SqlEntry = z.strictObject({
  kind: z.literal('sql-always-encrypted'),
  server: z
    .string()
    .toLowerCase()
    .regex(sqlHost, { error: 'expected the host of an Azure SQL server, such as bank.database.windows.net' }),
  database: z.string().min(1).max(128),
  canary: z.boolean().default(false).describe('Moved first'),
});

const databaseId = ({ server, database }: Database): string => `mssql://${server}/${encodeURIComponent(database)}`;

/** Column encryption keys of SQL Server Always Encrypted. */
export const sqlColumnKeys = storeKind({
  type: 'application-data/sql-column-keys',
  entry: SqlEntry,
  idOf: databaseId,
  open: (entry, outside) => sqlStore(outside.sqlAt(entry), outside.signing),
  canReencrypt: false,
  staysExposed: [
    'every column under these column encryption keys: rotate them with the Always Encrypted wizard or Set-SqlColumnEncryption',
    'backups of the database, which hold the columns as they were',
  ],
  told: {
    what: 'Column encryption keys of SQL Server Always Encrypted',
    where: 'the path of the column master key',
    how: 'unwrapped with the old version, wrapped and signed with the new one, added as a second value under a new column master key; the former value is dropped when the overlap is over',
  },
});
