/**
 * One record of the category AuditEvent, as a vault hands it to Azure Monitor. Source: Key Vault logging. The id bears the
 * version that answered; what id a refused call has is unverified: here the one that was asked for.
 */
export interface AuditRecord {
  readonly time: Date;
  /** Of the vault. */
  readonly resourceId: string;
  readonly operationName: string;
  readonly httpStatusCode: number;
  readonly callerIpAddress: string;
  /** Claims of the token. */
  readonly claims: Readonly<Record<string, string>>;
  readonly id: string;
  readonly requestUri: string;
}
