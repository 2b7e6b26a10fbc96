import * as z from 'zod';
import { messageOf } from '../../errors';
import { DatabaseRefused, type Database, type SqlConversation } from './sql-conversation';

const connectMs = 30_000;
const answerMs = 60_000;

/**
 * Numbers of errors that no retry cures: no permission on an object (229), in a database (262), on the server (297, 300), an object
 * that is not there or not for us (15151, 15247), a database that cannot be opened (4060), a login that failed (18456). Source:
 * database engine events and errors. Never seen from a real server.
 */
const refusals = [229, 262, 297, 300, 4060, 15151, 15247, 18456];

const Refusal = z.object({ number: z.int().optional(), code: z.string().optional() });

const refusedBy = (database: Database, error: unknown): unknown => {
  const { number, code } = Refusal.safeParse(error).data ?? {};
  const isRefusal = code === 'ELOGIN' || (number !== undefined && refusals.includes(number));
  return isRefusal ? new DatabaseRefused(database, messageOf(error), { cause: error }) : error;
};

/**
 * Databases of Azure SQL, with a token of our identity. One connection per statement: they are few. The driver is loaded when it is
 * first needed, because few installations need it. Built after the driver's documentation and never run against a real server.
 */
export const azureSql =
  (token: () => Promise<string>) =>
  (database: Database): SqlConversation => ({
    async ask(statement) {
      const { ConnectionPool } = await import('mssql');
      const pool = new ConnectionPool({
        server: database.server,
        database: database.database,
        authentication: { type: 'azure-active-directory-access-token', options: { token: await token() } },
        options: { encrypt: true, trustServerCertificate: false },
        pool: { max: 1, min: 0 },
        connectionTimeout: connectMs,
        requestTimeout: answerMs,
      });
      try {
        await pool.connect();
        const { recordset } = await pool.request().query<unknown>(statement);
        return [...(recordset ?? [])];
      } catch (error) {
        throw refusedBy(database, error);
      } finally {
        await pool.close();
      }
    },
  });
