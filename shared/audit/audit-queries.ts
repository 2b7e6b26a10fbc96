import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';

/**
 * Where a vault's AuditEvent log lies in a workspace: in a table of its own, or among those of all services in columns made
 * of their names and types. Columns that no event has filled yet do not exist, and a table neither. In AzureDiagnostics
 * columns beyond the five hundredth go into AdditionalFields, which is not read. Sources: the tables' reference of Azure
 * Monitor, Key Vault logging. Unverified: that the id of an operation always bears the version, so the request's URI is
 * read as well; that a Managed HSM logs into the same tables; the claims `xms_mirid` and `xms_az_rid`.
 */
export interface LogShape {
  readonly table: 'AZKVAuditLogs' | 'AzureDiagnostics';
  readonly filter: string;
  readonly id: string;
  readonly uri: string;
  /** Columns of who called, by the names that we give them. Each lists its possible sources, best first. */
  readonly caller: Readonly<Record<string, readonly string[]>>;
  readonly address: string;
  readonly status: string;
}

export const logShapes: readonly LogShape[] = [
  {
    table: 'AZKVAuditLogs',
    filter: '',
    id: 'Id',
    uri: 'RequestUri',
    caller: { identity: ['Identity'] },
    address: 'CallerIpAddress',
    status: 'HttpStatusCode',
  },
  {
    table: 'AzureDiagnostics',
    filter: "| where ResourceProvider =~ 'MICROSOFT.KEYVAULT'",
    id: 'id_s',
    uri: 'requestUri_s',
    caller: {
      oid: ['identity_claim_oid_g', 'identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g'],
      appid: ['identity_claim_appid_g'],
      upn: [
        'identity_claim_upn_s',
        'identity_claim_http_schemas_xmlsoap_org_ws_2005_05_identity_claims_upn_s',
        'identity_claim_unique_name_s',
      ],
      mirid: ['identity_claim_xms_mirid_s', 'identity_claim_xms_az_rid_s'],
    },
    address: 'CallerIPAddress',
    status: 'httpStatusCode_d',
  },
];

/** What the queries take in a workspace. Source: "Manage access to Log Analytics workspaces". */
export const logRights: readonly string[] = ['', ...logShapes.map(({ table }) => `${table}/`)].map(
  (of) => `Microsoft.OperationalInsights/workspaces/query/${of}read`,
);

/** Names of operations in the log, and ours for them. Source: Key Vault logging; `KeyRelease` is unverified. */
export const operationNames = {
  KeyWrap: 'wrap',
  KeyUnwrap: 'unwrap',
  KeyEncrypt: 'encrypt',
  KeyDecrypt: 'decrypt',
  KeySign: 'sign',
  KeyVerify: 'verify',
  KeyBackup: 'backup',
  KeyRestore: 'restore',
  KeyRelease: 'release',
  KeyImport: 'import',
} as const;

const text = (column: string): string => `tostring(column_ifexists('${column}', ''))`;

const best = (columns: readonly string[]): string =>
  columns.length > 1 ? `coalesce(${columns.map(text).join(', ')})` : columns.map(text).join('');

const events = ({ table, filter, id, uri }: LogShape): string[] => [
  table,
  ...(filter ? [filter] : []),
  `| extend id = tolower(${text(id)}), uri = tolower(${text(uri)})`,
];

/** Both are URLs of the vault. A `KeyUrl` holds no character that KQL would want escaped. */
const isOfVault = (key: KeyUrl): string =>
  `id startswith 'https://${hostOf(key)}' or uri startswith 'https://${hostOf(key)}'`;

/**
 * Every use of the key, counted by what, with which version, by whom and with what result. A backup is restored under the name of its
 * key into another vault, so that restores are looked for in every vault of the workspace. Unverified: that their id bears the name.
 */
export const usesOf = (shape: LogShape, key: KeyUrl): string => {
  const callers = Object.keys(shape.caller);
  const names = Object.keys(operationNames).map((name) => `'${name}'`);
  const path = `/keys/${nameOf(key)}`;
  const columns = Object.entries(shape.caller).map(([name, columnsOf]) => `${name} = ${best(columnsOf)}`);
  return [
    ...events(shape),
    `| where ${isOfVault(key)} or OperationName =~ 'KeyRestore'`,
    `| where OperationName in~ (${names.join(', ')})`,
    `| where id contains '${path}' or uri contains '${path}'`,
    `| extend ${columns.join(', ')}, address = ${text(shape.address)}, status = ${text(shape.status)}, ` +
      `signature = ${text('ResultSignature')}`,
    `| summarize uses = count(), last = max(TimeGenerated), addresses = make_set(address, 8) by ` +
      ['OperationName', 'id', 'uri', ...callers, 'status', 'signature'].join(', '),
  ].join('\n');
};

/** In which hours the vault logged anything at all. */
export const hoursOf = (shape: LogShape, key: KeyUrl): string =>
  [
    ...events(shape),
    `| where ${isOfVault(key)}`,
    '| summarize first = min(TimeGenerated), last = max(TimeGenerated) by hour = bin(TimeGenerated, 1h)',
  ].join('\n');
