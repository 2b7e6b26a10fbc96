import { RestError } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { LogsQueryClient, LogsQueryResultStatus, type LogsTable } from '@azure/monitor-query-logs';
import * as z from 'zod';
import type { Cloud } from '../azure/clouds';
import { messageOf } from '../errors';
import { vaultOf, type KeyUrl } from '../keys/key-url';
import type { Policy } from '../policy/policy';
import type { AuditLog } from '../world';
import { hoursOf, logShapes, usesOf, type LogShape } from './audit-queries';
import { HourRow, usesIn, UseRow } from './audit-rows';
import { gapsIn } from './gaps';
import type { LogReading, Span } from './log-reading';

const callTimeoutMs = 30_000;

/** What the answer did not hold all of: an aggregate over half of the rows would pass for the whole. */
class AnswerCutShort extends Error {
  readonly code = 'answer-cut-short';
  constructor(workspace: string, because: string) {
    super(
      `Workspace ${workspace} answered in part only: ${because}. Make its retention or the policy's times shorter.`,
    );
  }
}

export interface LogAnalytics {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  readonly policy: () => Promise<Policy>;
  /** Object ids of our own identities. */
  readonly ownIdentities: readonly string[];
  /** Replaces the network. */
  readonly httpClient?: NonNullable<ConstructorParameters<typeof LogsQueryClient>[1]>['httpClient'];
}

type Query = <T>(workspace: string, asked: { query: string; span: Span; row: z.ZodType<T> }) => Promise<readonly T[]>;

/** Rows as objects. */
const rowsOf = <T>({ columnDescriptors, rows }: LogsTable, row: z.ZodType<T>): readonly T[] =>
  z
    .array(row)
    .parse(rows.map((cells) => Object.fromEntries(columnDescriptors.map(({ name }, at) => [name, cells[at]]))));

/** The table is not there: nothing of the kind was ever sent to the workspace. */
const isMissing = (error: unknown, { table }: LogShape): boolean =>
  error instanceof RestError &&
  new RegExp(`failed to resolve table.*'${table}'`, 'i').test(JSON.stringify(error.details));

/**
 * The audit logs of vaults in Log Analytics workspaces, through @azure/monitor-query-logs, the living successor of
 * @azure/monitor-query. Which workspaces is the policy's word. Follows no redirects, so that the token stays where it
 * belongs. Nothing is connected to before the first question.
 */
export const auditLogIn = ({ cloud, policy, ownIdentities, ...access }: LogAnalytics): AuditLog => {
  const own = new Set(ownIdentities);
  let client: LogsQueryClient | undefined;

  const query: Query = async (workspace, { query: text, span, row }) => {
    client ??= clientFor(cloud, access);
    const timespan = { startTime: span.from, endTime: span.to };
    const abortSignal = AbortSignal.timeout(callTimeoutMs);
    const answer = await client.queryWorkspace(workspace, text, timespan, { abortSignal });
    if (answer.status !== LogsQueryResultStatus.Success) {
      throw new AnswerCutShort(workspace, answer.partialError.message ?? answer.partialError.code ?? 'no reason given');
    }
    const [table] = answer.tables;
    return table ? rowsOf(table, row) : [];
  };

  /** What one workspace holds of the key's vault; `undefined` where it has none of the tables. */
  const readOne = async (workspace: string, key: KeyUrl, span: Span) => {
    const parts = await Promise.all(
      logShapes.map(async (shape) => {
        try {
          const hours = await query(workspace, { query: hoursOf(shape, key), span, row: HourRow });
          const uses = await query(workspace, { query: usesOf(shape, key), span, row: UseRow });
          return { hours, uses };
        } catch (error) {
          if (isMissing(error, shape)) return { hours: [], uses: [] };
          throw error;
        }
      }),
    );
    return { hours: parts.flatMap(({ hours }) => hours), uses: parts.flatMap(({ uses }) => uses) };
  };

  const readAll = async (workspaces: readonly string[], key: KeyUrl, span: Span): Promise<LogReading> => {
    const parts = await Promise.all(workspaces.map((workspace) => readOne(workspace, key, span)));
    const hours = parts.flatMap((part) => part.hours);
    const newest = hours
      .map(({ last }) => last)
      .toSorted((a, b) => a.getTime() - b.getTime())
      .at(-1);
    if (!newest) {
      const because = `the audit log in ${workspaces.join(', ')} holds no event of ${vaultOf(key)}`;
      return { is: 'unavailable', declared: true, because };
    }
    const uses = usesIn(
      parts.flatMap((part) => part.uses),
      key,
      own,
    );
    return { is: 'read', span, uses, newest, gaps: gapsIn(span, hours) };
  };

  return {
    async read(key, span) {
      const { auditLogs } = await policy();
      const workspaces = auditLogs
        .filter(({ vaults }) => vaults?.includes(vaultOf(key)) ?? true)
        .map(({ workspace }) => workspace);
      const undeclared = `the policy names no audit log for ${vaultOf(key)}`;
      if (workspaces.length === 0) return { is: 'unavailable', declared: false, because: undeclared };
      try {
        return await readAll([...new Set(workspaces)], key, span);
      } catch (error) {
        return { is: 'unavailable', declared: true, because: `the audit log could not be read: ${messageOf(error)}` };
      }
    },
  };
};

function clientFor(
  { logs, name }: Cloud,
  { credential, httpClient }: Pick<LogAnalytics, 'credential' | 'httpClient'>,
): LogsQueryClient {
  if (!logs) throw new Error(`expected an endpoint of Log Analytics in the cloud "${name}", found none`);
  return new LogsQueryClient(credential, {
    endpoint: `${logs.endpoint}/v1`,
    credentials: { scopes: [`${logs.resource}/.default`] },
    redirectOptions: { maxRetries: 0 },
    ...(httpClient && { httpClient }),
  });
}
