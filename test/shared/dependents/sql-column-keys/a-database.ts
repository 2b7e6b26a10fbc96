import type { SqlConversation } from '../../../../shared/dependents/sql-column-keys/sql-conversation';

interface Master {
  readonly name: string;
  readonly id: number;
  readonly provider: string;
  readonly path: string;
  readonly consent: string | undefined;
}

interface Column {
  readonly name: string;
  readonly id: number;
  readonly values: Map<string, Buffer>;
}

const name = String.raw`\[((?:[^\]]|\]\])+)\]`;
const text = String.raw`N'((?:[^']|'')*)'`;
const statements = {
  masters: /^SELECT \* FROM sys\.column_master_keys;$/,
  columns: /SELECT TOP \((\d+)\) .* WHERE column_encryption_key_id > (-?\d+) ORDER BY .*column_encryption_key_values/,
  create: new RegExp(
    `^CREATE COLUMN MASTER KEY ${name} WITH \\(KEY_STORE_PROVIDER_NAME = ${text}, KEY_PATH = ${text}(?:, ENCLAVE_COMPUTATIONS \\(SIGNATURE = 0x([0-9A-F]+)\\))?\\);$`,
  ),
  add: new RegExp(
    `^ALTER COLUMN ENCRYPTION KEY ${name} ADD VALUE \\(COLUMN_MASTER_KEY = ${name}, ALGORITHM = 'RSA_OAEP', ENCRYPTED_VALUE = 0x([0-9A-F]+)\\);$`,
  ),
  drop: new RegExp(`^ALTER COLUMN ENCRYPTION KEY ${name} DROP VALUE \\(COLUMN_MASTER_KEY = ${name}\\);$`),
};

const nameIn = (quoted: string | undefined): string => (quoted ?? '').replaceAll(']]', ']');
const textIn = (quoted: string | undefined): string => (quoted ?? '').replaceAll("''", "'");

/**
 * As much of a database as column keys ask of one: catalog views, and definitions with the rules that the documentation names (names
 * are unique, a key has one value or two, each under another master key). It stands in for SQL Server, which cannot run here.
 */
export const aDatabase = () => {
  const masters: Master[] = [];
  const columns: Column[] = [];
  const asked: string[] = [];
  let nextId = 1;
  let refusal: Error | undefined;

  const masterNamed = (wanted: string): Master => {
    const found = masters.find((master) => master.name === wanted);
    if (!found) throw new Error(`Cannot find the column master key '${wanted}'.`);
    return found;
  };
  const columnNamed = (wanted: string): Column => {
    const found = columns.find((column) => column.name === wanted);
    if (!found) throw new Error(`Cannot find the column encryption key '${wanted}'.`);
    return found;
  };

  const createMaster = (made: Omit<Master, 'id'>): void => {
    if (masters.some((master) => master.name === made.name))
      throw new Error(`There is already an object '${made.name}'.`);
    masters.push({ ...made, id: nextId });
    nextId += 1;
  };
  const addValue = (column: string, master: string, bytes: Buffer): void => {
    const { values } = columnNamed(column);
    masterNamed(master);
    if (values.has(master)) throw new Error(`'${column}' already has a value under '${master}'.`);
    if (values.size >= 2) throw new Error(`'${column}' already has two values.`);
    values.set(master, bytes);
  };
  const dropValue = (column: string, master: string): void => {
    const { values } = columnNamed(column);
    if (!values.has(master)) throw new Error(`'${column}' has no value under '${master}'.`);
    if (values.size < 2) throw new Error(`'${column}' has no other value.`);
    values.delete(master);
  };

  const mastersAsRows = () =>
    masters.map(({ name: its, id, provider, path, consent }) => ({
      name: its,
      column_master_key_id: id,
      key_store_provider_name: provider,
      key_path: path,
      allow_enclave_computations: consent !== undefined,
    }));
  const valuesAsRows = (size: number, after: number) =>
    columns
      .filter(({ id }) => id > after)
      .slice(0, size)
      .flatMap((column) =>
        [...column.values].map(([master, bytes]) => ({
          name: column.name,
          column_encryption_key_id: column.id,
          column_master_key_id: masterNamed(master).id,
          encrypted_value: bytes,
          encryption_algorithm_name: 'RSA_OAEP',
        })),
      );

  const answer = (statement: string): unknown[] => {
    if (statements.masters.test(statement)) return mastersAsRows();
    const page = statements.columns.exec(statement);
    if (page) return valuesAsRows(Number(page[1]), Number(page[2]));
    const create = statements.create.exec(statement);
    const add = statements.add.exec(statement);
    const drop = statements.drop.exec(statement);
    if (create) {
      const [, its, provider, path, consent] = create;
      createMaster({ name: nameIn(its), provider: textIn(provider), path: textIn(path), consent });
    } else if (add) addValue(nameIn(add[1]), nameIn(add[2]), Buffer.from(add[3] ?? '', 'hex'));
    else if (drop) dropValue(nameIn(drop[1]), nameIn(drop[2]));
    else throw new Error(`Incorrect syntax: ${statement}`);
    return [];
  };

  const sql: SqlConversation = {
    ask: async (statement) => {
      asked.push(statement);
      if (refusal) throw refusal;
      return answer(statement);
    },
  };
  return {
    sql,
    masters,
    columns,
    asked,
    createMaster,
    addValue,
    dropValue,
    createColumn(its: string): void {
      columns.push({ name: its, id: nextId, values: new Map() });
      nextId += 1;
    },
    removeColumn(its: string): void {
      columns.splice(columns.indexOf(columnNamed(its)), 1);
    },
    refuse(with_: Error): void {
      refusal = with_;
    },
  };
};
