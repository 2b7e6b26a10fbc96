import { Hono } from 'hono';
import * as z from 'zod';
import type { AuditRecord } from '../key-vault/audit-record';
import type { Row } from '../kql/expressions';
import { QueryNotUnderstood } from '../kql/tokens';
import { answerTo, TableMissing, type Table } from './query';
import { rowIn, type AuditTable } from './tables';

export interface LogAnalyticsOptions {
  /** Id of the one workspace there is. */
  readonly workspace: string;
  /** Whether the bearer of the token may read it: `undefined` for a token that is none. */
  readonly authorise: (token: string) => Promise<'ok' | 'forbidden' | undefined>;
  readonly records: () => readonly AuditRecord[];
  /** The table that a vault's diagnostic setting writes to, by its resource id; none where it has no setting. */
  readonly tableOf: (resourceId: string) => AuditTable | undefined;
}

const Question = z.strictObject({
  query: z.string(),
  timespan: z
    .string()
    .regex(/^[^/]+\/[^/]+$/, 'Expected the beginning and the end of a time')
    .optional(),
});

const refusal = (status: 400 | 401 | 403 | 404, code: string, message: string, inner?: object) =>
  Response.json({ error: { code, message, ...(inner && { innererror: inner }) } }, { status });

/**
 * Stands in for the query API of Log Analytics over the audit logs of vaults. Source: Log Analytics API, request and response
 * format, errors. A query that it does not understand is refused, naming what it stumbled over.
 */
export function createLogAnalytics({ workspace, authorise, records, tableOf }: LogAnalyticsOptions): Hono {
  /** A row of a record is made once, though every query goes through all of them. */
  const made = new WeakMap<AuditRecord, { readonly name: AuditTable; readonly row: Row; readonly filled: string[] }>();
  const rowOf = (record: AuditRecord, name: AuditTable) => {
    const known = made.get(record);
    if (known?.name === name) return known;
    const row = rowIn[name](record);
    const fresh = { name, row, filled: Object.keys(row) };
    made.set(record, fresh);
    return fresh;
  };

  /** A column exists once a row has filled it, a table once it has a row, whenever that was. */
  const tablesWithin = (within: (time: Date) => boolean): ReadonlyMap<string, Table> => {
    const tables = new Map<string, { columns: Set<string>; rows: Row[] }>();
    for (const record of records()) {
      const name = tableOf(record.resourceId);
      if (!name) continue;
      const table = tables.get(name) ?? { columns: new Set(), rows: [] };
      tables.set(name, table);
      const { row, filled } = rowOf(record, name);
      for (const column of filled) table.columns.add(column);
      if (within(record.time)) table.rows.push(row);
    }
    return tables;
  };

  return new Hono().post('/v1/workspaces/:id/query', async ({ req }) => {
    const access = await authorise(req.header('authorization')?.replace(/^Bearer /i, '') ?? '');
    if (!access) return refusal(401, 'InvalidTokenError', 'Expected a valid bearer token for this API.');
    if (access === 'forbidden')
      return refusal(403, 'InsufficientAccessError', 'The caller may not read the workspace.');
    if (req.param('id') !== workspace) return refusal(404, 'WorkspaceNotFoundError', 'The workspace does not exist.');
    const question = Question.safeParse(await req.json().catch(() => undefined));
    if (!question.success) return refusal(400, 'BadArgumentError', z.prettifyError(question.error));
    return answered(question.data.query, tablesWithin(isIn(question.data.timespan)));
  });
}

/** Whenever, where no time is asked for. */
function isIn(timespan: string | undefined): (time: Date) => boolean {
  if (timespan === undefined) return () => true;
  const [from = 0, to = 0] = timespan.split('/').map((time) => Date.parse(time));
  return (time) => time.getTime() >= from && time.getTime() <= to;
}

function answered(query: string, tables: ReadonlyMap<string, Table>): Response {
  const invalid = 'The request had some invalid properties';
  try {
    return Response.json({ tables: [asTable(answerTo(query, tables))] });
  } catch (error) {
    if (error instanceof TableMissing) {
      const innererror = { code: 'SEM0100', message: error.message };
      return refusal(400, 'BadArgumentError', invalid, { code: 'SemanticError', innererror });
    }
    if (!(error instanceof QueryNotUnderstood)) throw error;
    return refusal(400, 'BadArgumentError', `The local Log Analytics: ${error.message}`, { code: 'SyntaxError' });
  }
}

/** Times as text, sets and objects as JSON in text, as the API has them. */
function asTable(rows: readonly Row[]) {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => ({ name, type: typeOf(rows[0]?.[name]) }));
  const cell = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : value);
  const shown = (value: unknown) => (value instanceof Date ? value.toISOString() : cell(value));
  return { name: 'PrimaryResult', columns, rows: rows.map((row) => names.map((name) => shown(row[name]))) };
}

function typeOf(value: unknown): 'datetime' | 'long' | 'dynamic' | 'string' {
  if (value instanceof Date) return 'datetime';
  if (typeof value === 'number') return 'long';
  return typeof value === 'object' ? 'dynamic' : 'string';
}
