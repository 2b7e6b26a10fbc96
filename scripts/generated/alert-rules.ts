import type { AlertKind } from '../../shared/alerts/alert';
import { directoryEventsSubject } from '../../shared/alerts/departure-wording';
import { alertLogged } from '../../shared/alerts/outbox';
import { operationNames } from '../../shared/audit/audit-queries';

/** A rule of Azure Monitor over one workspace: it fires when its query finds more rows than none, or with `silence` none at all. */
export interface AlertRule {
  readonly name: string;
  readonly title: string;
  /** For whoever is woken: what it means and where to read on. */
  readonly description: string;
  /** 0 is the severest, 4 the least. */
  readonly severity: 0 | 1 | 2 | 3;
  /** Whose log: that of the app, or the vaults' audit log. */
  readonly log: 'app' | 'audit';
  readonly query: string;
  /** How much of the log is looked at, and how often. ISO 8601. */
  readonly window: string;
  readonly every: string;
  readonly fires: 'found' | 'silence';
}

/** Stands in queries for the object ids of Rewrap's identities, as a KQL list; the template fills it in. */
export const ownIdentities = 'OWN_IDENTITIES';

const soon = { window: 'PT10M', every: 'PT5M', fires: 'found' } as const;

type Told = Pick<AlertRule, 'name' | 'title' | 'severity'> & {
  readonly kind: AlertKind;
  /** Words of the alert's line that narrow the rule to it, or that another rule looks for. */
  readonly has?: string;
  readonly hasNot?: string;
};

const told: readonly Told[] = [
  { kind: 'RotationFailed', name: 'rotation-failed', title: 'A rotation failed', severity: 1 },
  { kind: 'RotationParked', name: 'rotation-parked', title: 'A rotation waits for a person', severity: 2 },
  { kind: 'RotationPartial', name: 'rotation-partial', title: 'A rotation left dependents behind', severity: 2 },
  { kind: 'RetirementReopened', name: 'version-missed', title: 'An old version was missed', severity: 1 },
  { kind: 'SinkFailing', name: 'sink-failing', title: 'Alerts do not arrive', severity: 1 },
  { kind: 'Drift', name: 'drift', title: 'A dependent went back to an old version', severity: 2 },
  {
    kind: 'NeedsPerson',
    name: 'needs-person',
    title: 'Something needs a person',
    severity: 2,
    hasNot: directoryEventsSubject,
  },
  {
    kind: 'NeedsPerson',
    name: 'graph-subscription-ageing',
    title: 'Events of users and groups will stop',
    severity: 2,
    has: directoryEventsSubject,
  },
];

/** Alerts that a sink should have brought: these rules are the second way. */
const toldByApp: readonly AlertRule[] = told.map(({ kind, has, hasNot, ...rule }) => ({
  ...rule,
  ...soon,
  log: 'app',
  description: `Rewrap raised ${kind}. docs/operations.md tells what it means; the line of the log names the subject.`,
  query: [
    'AppTraces',
    `| where Message startswith '${alertLogged}' and Message has '${kind}'`,
    ...(has ? [`| where Message has '${has}'`] : []),
    ...(hasNot ? [`| where Message !has '${hasNot}'`] : []),
  ].join('\n'),
}));

/** What the app cannot say of itself. */
const aboutApp: readonly AlertRule[] = [
  {
    name: 'sweep-silent',
    title: 'The sweep is silent',
    severity: 1,
    log: 'app',
    description: 'No sweep has begun for an hour. Lost events go unnoticed meanwhile. Look whether the app runs.',
    query: "AppRequests\n| where OperationName == 'sweep' and Success == true",
    window: 'PT1H',
    every: 'PT15M',
    fires: 'silence',
  },
  {
    ...soon,
    name: 'dead-letters',
    title: 'Events could not be delivered',
    severity: 2,
    log: 'app',
    description:
      'Event Grid or the queue gave up on an event. The sweep covers it; find out why the app did not take it.',
    query: [
      'union isfuzzy=true',
      "  (StorageBlobLogs | where OperationName in ('PutBlob', 'PutBlockList') and Uri has '/rewrap-dead-letters/'),",
      "  (StorageQueueLogs | where OperationName == 'PutMessage' and Uri has '-poison/')",
      "| where StatusText == 'Success'",
    ].join('\n'),
  },
];

/** Caller by object id, in the vaults' own table. */
const caller = [
  '| extend claims = todynamic(Identity).claim',
  "| extend caller = tolower(coalesce(tostring(claims.oid), tostring(claims['http://schemas.microsoft.com/identity/claims/objectidentifier'])))",
].join('\n');

const byOthers = `${caller}\n| where caller !in ${ownIdentities}`;

const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const uses = Object.keys(operationNames).filter((name) => !['KeyBackup', 'KeyRestore', 'KeyImport'].includes(name));

const aboutKeys: readonly AlertRule[] = [
  {
    ...soon,
    name: 'key-backed-up',
    title: 'Somebody backed a key up',
    severity: 1,
    log: 'audit',
    description:
      'A key was backed up by another identity than Rewrap. A stolen backup cannot be revoked: find out who, and if nobody owns up, treat it as a compromise.',
    query: `AZKVAuditLogs\n| where OperationName == 'KeyBackup' and HttpStatusCode < 300\n${byOthers}`,
  },
  {
    ...soon,
    name: 'key-restored-or-released',
    title: 'Key material came in or went out',
    severity: 1,
    log: 'audit',
    description: 'A key was restored, imported or released by another identity than Rewrap.',
    query: `AZKVAuditLogs\n| where OperationName in ('KeyRestore', 'KeyImport', 'KeyRelease') and HttpStatusCode < 300\n${byOthers}`,
  },
  {
    ...soon,
    name: 'purged',
    title: 'Something was purged',
    severity: 0,
    log: 'audit',
    description: 'A key, a secret, a certificate or a vault was purged. Nothing brings it back but a backup.',
    query: `AZKVAuditLogs\n| where OperationName in (${listed(['KeyPurge', 'SecretPurge', 'CertificatePurge', 'VaultPurge'])}) and HttpStatusCode < 300`,
  },
  {
    name: 'old-version-used',
    title: 'An old key version is in use',
    severity: 3,
    log: 'audit',
    description:
      'A version was used although a newer one was made more than a day before, within the last two days. Right after a rotation that is as it should be; docs/operations.md tells when it is not.',
    query: [
      'let made = AZKVAuditLogs',
      "  | where TimeGenerated > ago(2d) and OperationName in ('KeyCreate', 'KeyRotate') and HttpStatusCode < 300",
      "  | extend parts = split(tolower(Id), '/')",
      '  | extend key = strcat(tostring(parts[2]), tostring(parts[4])), version = tostring(parts[5])',
      '  | where isnotempty(version)',
      '  | summarize arg_max(TimeGenerated, version) by key',
      '  | where TimeGenerated < ago(1d)',
      '  | project key, newest = version;',
      'AZKVAuditLogs',
      `| where TimeGenerated > ago(1d) and OperationName in (${listed(uses)}) and HttpStatusCode < 300`,
      byOthers,
      "| extend parts = split(tolower(Id), '/')",
      '| extend key = strcat(tostring(parts[2]), tostring(parts[4])), version = tostring(parts[5])',
      '| join kind=inner made on key',
      '| where isnotempty(version) and version != newest',
    ].join('\n'),
    window: 'P2D',
    every: 'P1D',
    fires: 'found',
  },
  {
    name: 'calls-refused',
    title: 'A vault refuses somebody again and again',
    severity: 2,
    log: 'audit',
    description:
      'One caller was refused more than twenty times within a quarter of an hour: a missing right, a disabled version still in use, or somebody trying doors.',
    query: `AZKVAuditLogs\n| where HttpStatusCode == 403\n${caller}\n| summarize refused = count() by caller, CallerIpAddress, _ResourceId\n| where refused > 20`,
    window: 'PT15M',
    every: 'PT15M',
    fires: 'found',
  },
];

/** Every alert rule that the templates make. */
export const alertRules = (): readonly AlertRule[] => [...toldByApp, ...aboutApp, ...aboutKeys];
