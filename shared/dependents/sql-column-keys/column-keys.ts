import * as z from 'zod';
import { KeyUrl, versionIn } from '../../keys/key-url';
import { binary, identifier, literal, nameWith, type SqlConversation } from './sql-conversation';

/** Master keys in Key Vault. Source: CREATE COLUMN MASTER KEY (Transact-SQL). */
export const provider = 'AZURE_KEY_VAULT';

/** A row of sys.column_master_keys. Databases before 2019 know nothing of enclaves. */
export const MasterKey = z
  .object({
    name: z.string(),
    column_master_key_id: z.int(),
    key_store_provider_name: z.string(),
    key_path: z.string(),
    allow_enclave_computations: z.union([z.boolean(), z.int()]).nullish(),
  })
  .transform((row) => ({
    name: row.name,
    id: row.column_master_key_id,
    isInVault: row.key_store_provider_name === provider && KeyUrl.safeParse(row.key_path).success,
    path: row.key_path,
    forEnclaves: Boolean(row.allow_enclave_computations),
  }));
export type MasterKey = z.infer<typeof MasterKey>;

const ValueRow = z.object({
  name: z.string(),
  column_encryption_key_id: z.int(),
  column_master_key_id: z.int(),
  encrypted_value: z.instanceof(Buffer),
  encryption_algorithm_name: z.string(),
});

/** One encrypted value of a column encryption key, and the master key that wrapped it. */
export interface KeyValue {
  readonly master: MasterKey;
  readonly bytes: Buffer;
  readonly algorithm: string;
}

/** A column encryption key with its values, one or two; the one under the newest master key comes last. */
export interface ColumnKey {
  readonly id: number;
  readonly name: string;
  readonly values: readonly KeyValue[];
}

export const masterKeys = async (sql: SqlConversation): Promise<readonly MasterKey[]> =>
  z.array(MasterKey).parse(await sql.ask('SELECT * FROM sys.column_master_keys;'));

/** At most `size` column encryption keys, in the order of their ids, from the first one after `after`. */
export const columnKeys = async (
  sql: SqlConversation,
  { size, after }: { size: number; after: number },
): Promise<readonly ColumnKey[]> => {
  const masters = new Map((await masterKeys(sql)).map((master) => [master.id, master]));
  const rows = await sql.ask(
    'SELECT k.name, v.column_encryption_key_id, v.column_master_key_id, v.encrypted_value, v.encryption_algorithm_name ' +
      `FROM (SELECT TOP (${z.int().parse(size)}) name, column_encryption_key_id FROM sys.column_encryption_keys ` +
      `WHERE column_encryption_key_id > ${z.int().parse(after)} ORDER BY column_encryption_key_id) AS k ` +
      'JOIN sys.column_encryption_key_values AS v ON v.column_encryption_key_id = k.column_encryption_key_id;',
  );
  const found = new Map<number, ColumnKey>();
  for (const row of z.array(ValueRow).parse(rows)) {
    const master = masters.get(row.column_master_key_id);
    // It was made after the master keys were read; the next look sees both.
    if (!master) continue;
    const { values } = found.get(row.column_encryption_key_id) ?? { values: [] };
    const value = { master, bytes: row.encrypted_value, algorithm: row.encryption_algorithm_name };
    found.set(row.column_encryption_key_id, {
      id: row.column_encryption_key_id,
      name: row.name,
      values: [...values, value].toSorted((a, b) => a.master.id - b.master.id),
    });
  }
  return [...found.values()].toSorted((a, b) => a.id - b.id);
};

/** Whether a master key stands for that version of that key, however its path is spelt. */
export const standsFor = ({ isInVault, path }: MasterKey, wrappedBy: string): boolean =>
  isInVault &&
  KeyUrl.safeParse(path).data === KeyUrl.safeParse(wrappedBy).data &&
  versionIn(path) === versionIn(wrappedBy);

/** A name for the master key of another version, made of its predecessor's. */
export const successorName = (name: string, version: string): string =>
  nameWith(name.replace(/_[0-9a-f]{12}$/i, ''), `_${version.slice(0, 12)}`);

export const createMasterKey = (name: string, path: string, consent: Uint8Array | undefined): string => {
  const enclaves = consent ? `, ENCLAVE_COMPUTATIONS (SIGNATURE = ${binary(consent)})` : '';
  const store = `KEY_STORE_PROVIDER_NAME = ${literal(provider)}, KEY_PATH = ${literal(path)}`;
  return `CREATE COLUMN MASTER KEY ${identifier(name)} WITH (${store}${enclaves});`;
};

export const addValue = (columnKey: string, master: string, bytes: Uint8Array): string =>
  `ALTER COLUMN ENCRYPTION KEY ${identifier(columnKey)} ADD VALUE (COLUMN_MASTER_KEY = ${identifier(master)}, ` +
  `ALGORITHM = 'RSA_OAEP', ENCRYPTED_VALUE = ${binary(bytes)});`;

export const dropValue = (columnKey: string, master: string): string =>
  `ALTER COLUMN ENCRYPTION KEY ${identifier(columnKey)} DROP VALUE (COLUMN_MASTER_KEY = ${identifier(master)});`;
