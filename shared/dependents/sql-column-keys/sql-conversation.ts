import { StoreRefused } from '../wrapped-keys/wrapped-key-store';

/** A database, spoken to by whole statements: definitions of keys take no parameters. */
export interface SqlConversation {
  /** The rows of the answer, none for a definition. Refusals that no retry cures are `DatabaseRefused`. */
  ask(statement: string): Promise<readonly unknown[]>;
}

/** Which database. */
export interface Database {
  readonly server: string;
  readonly database: string;
}

/** The database is not there, or our identity may not read or define its keys. */
export class DatabaseRefused extends StoreRefused {
  override readonly code = 'database-refused';
  constructor({ server, database }: Database, found: string, options?: ErrorOptions) {
    super(
      `Expected to read and define column keys in ${database} on ${server}, but it answered: ${found} Create a user for Rewrap's ` +
        'identity there and grant it VIEW ANY COLUMN MASTER KEY DEFINITION, VIEW ANY COLUMN ENCRYPTION KEY DEFINITION, ' +
        'ALTER ANY COLUMN MASTER KEY and ALTER ANY COLUMN ENCRYPTION KEY.',
      options,
    );
  }
}

/** The most characters that the name of an object has. Source: sysname. */
const longestName = 128;

/** A name as an identifier, whatever is in it. Source: QUOTENAME (Transact-SQL). */
export const identifier = (name: string): string => {
  if (name === '' || name.length > longestName || name.includes('\0')) {
    throw new Error(`Expected a name of 1 to ${longestName} characters, found one of ${name.length}.`);
  }
  return `[${name.replaceAll(']', ']]')}]`;
};

/** A text as a literal, whatever is in it. */
export const literal = (text: string): string => `N'${text.replaceAll("'", "''")}'`;

export const binary = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex').toUpperCase()}`;

/** Cuts a name so that it and what is put behind it make a name. */
export const nameWith = (name: string, suffix: string): string =>
  `${name.slice(0, longestName - suffix.length)}${suffix}`;
