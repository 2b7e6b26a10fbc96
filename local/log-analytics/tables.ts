import type { AuditRecord } from '../key-vault/audit-record';
import type { Row } from '../kql/expressions';

/** Where a diagnostic setting sends the audit log of a vault: resource-specific, or the table of all services. */
export type AuditTable = 'AZKVAuditLogs' | 'AzureDiagnostics';

const signatures: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'OK',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

const common = ({ time, operationName, httpStatusCode }: AuditRecord) => ({
  TimeGenerated: time,
  OperationName: operationName,
  OperationVersion: '7.6',
  ResultType: httpStatusCode < 400 ? 'Success' : 'Failure',
  ResultSignature: signatures[httpStatusCode] ?? String(httpStatusCode),
  DurationMs: 12,
});

/** A row of the vaults' own table. Source: Azure Monitor reference, AZKVAuditLogs. */
const ofVaults = (record: AuditRecord): Row => ({
  ...common(record),
  CallerIpAddress: record.callerIpAddress,
  HttpStatusCode: record.httpStatusCode,
  Id: record.id,
  Identity: { claim: record.claims },
  RequestUri: record.requestUri,
  _ResourceId: record.resourceId.toLowerCase(),
  Type: 'AZKVAuditLogs',
});

/** A column for each claim, named after it; a column exists once a row has filled it. */
const claimColumns = ({ claims }: AuditRecord): Row =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      const isId = ['oid', 'appid'].includes(name);
      return [`identity_claim_${name}_${isId ? 'g' : 's'}`, value];
    }),
  );

/** A row of the table of all services. Source: samples of it in public queries for Microsoft Sentinel. */
const ofAllServices = (record: AuditRecord): Row => ({
  ...common(record),
  ...claimColumns(record),
  Category: 'AuditEvent',
  CallerIPAddress: record.callerIpAddress,
  ResourceProvider: 'MICROSOFT.KEYVAULT',
  ResourceId: record.resourceId.toUpperCase(),
  httpStatusCode_d: record.httpStatusCode,
  id_s: record.id,
  requestUri_s: record.requestUri,
  Type: 'AzureDiagnostics',
});

export const rowIn: Readonly<Record<AuditTable, (record: AuditRecord) => Row>> = {
  AZKVAuditLogs: ofVaults,
  AzureDiagnostics: ofAllServices,
};
