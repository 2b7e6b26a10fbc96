import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import type { AuditRecord } from '../../../local/key-vault/audit-record';
import { createAuditTrail } from '../../../local/log-analytics/audit-trail';
import { createLogAnalytics } from '../../../local/log-analytics/log-analytics';
import type { AuditTable } from '../../../local/log-analytics/tables';
import { auditLogIn } from '../../../shared/audit/log-analytics';
import { cloudOf } from '../../../shared/azure/clouds';
import { ledger, versionId } from '../../examples';
import { principal } from '../../shared/audit/examples';
import { aPolicy } from '../../shared/policy/a-policy';

export const workspace = principal('workspace');
const vaultId = '/subscriptions/1/resourceGroups/g/providers/Microsoft.KeyVault/vaults/payments';

/** An unwrap with version `b` of the key `ledger`, by the principal `bus`. */
export const aRecord = (time: string, how: Partial<AuditRecord> = {}): AuditRecord => ({
  time: new Date(time),
  resourceId: vaultId,
  operationName: 'KeyUnwrap',
  httpStatusCode: 200,
  callerIpAddress: '10.0.0.4',
  claims: { oid: principal('bus') },
  id: `${ledger}/${versionId('b')}`,
  requestUri: `${ledger}/${versionId('b')}/unwrapkey?api-version=7.6`,
  ...how,
});

/** The app's own adapter in front of the emulator, at noon on 1 March 2027 until time passes. */
export function aWorkspace({ table = 'AZKVAuditLogs' as AuditTable | 'none', token = 'rewrap' } = {}) {
  let time = new Date('2027-03-01T12:00:00Z');
  const trail = createAuditTrail({ now: () => time });
  const app = createLogAnalytics({
    workspace,
    authorise: async (bearer) => (bearer === 'rewrap' ? 'ok' : bearer === 'somebody' ? 'forbidden' : undefined),
    records: trail.records,
    tableOf: () => (table === 'none' ? undefined : table),
  });
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const headers = request.headers.toJSON();
      const body = typeof request.body === 'string' ? request.body : '';
      const response = await app.fetch(new Request(request.url, { method: request.method, headers, body }));
      const answered = createHttpHeaders(Object.fromEntries(response.headers));
      return { request, status: response.status, headers: answered, bodyAsText: await response.text() };
    },
  };
  const audit = auditLogIn({
    cloud: cloudOf({ cloud: 'public' }),
    credential: { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    policy: async () => aPolicy({ auditLogs: [{ workspace }] }),
    ownIdentities: [],
    httpClient,
  });
  return {
    trail,
    audit,
    now: () => time,
    /** Two days of the log up to now. */
    read: () => audit.read(ledger, { from: new Date(time.getTime() - 48 * 3_600_000), to: time }),
    pass: (minutes: number) => void (time = new Date(time.getTime() + minutes * 60_000)),
    ask: (query: string, how: { id?: string; timespan?: string } = {}) =>
      app.request(`/v1/workspaces/${how.id ?? workspace}/query`, {
        method: 'POST',
        headers: { authorization: 'Bearer rewrap' },
        body: JSON.stringify({ query, ...(how.timespan && { timespan: how.timespan }) }),
      }),
  };
}
