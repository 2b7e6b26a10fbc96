import { stableId } from '../identity/stable-id';

/** Halden, a bank that does not exist: its subscriptions and what Rewrap runs as. */
export const company = 'halden';

export const subscriptions = {
  production: stableId('halden production'),
  treasury: stableId('halden treasury'),
  /** Apart from the rest: who administers that has no say here. */
  recovery: stableId('halden recovery'),
} as const;

/** `standby` keeps the clean vault, and no key as long as nothing happens. */
export type Team = 'payments' | 'ledger' | 'platform' | 'treasury' | 'standby';

const subscriptionOf: Partial<Record<Team, string>> = {
  treasury: subscriptions.treasury,
  standby: subscriptions.recovery,
};

/** The tenant of Microsoft Entra ID. */
export const tenantId = stableId('halden tenant');

/** The resource group in which a team keeps everything. */
export const groupOf = (team: Team): string =>
  `/subscriptions/${subscriptionOf[team] ?? subscriptions.production}/resourceGroups/rg-${team}-prod`;

/** An application of somebody else's in a group that nobody else may change. */
export const managedApplication = {
  group: `/subscriptions/${subscriptions.production}/resourceGroups/mrg-fraud-scoring`,
  id: `${groupOf('platform')}/providers/Microsoft.Solutions/applications/fraud-scoring`,
} as const;

/** The managed identity of the app. */
export const rewrapIdentity = {
  name: 'rewrap',
  clientId: stableId('rewrap client'),
  principalId: stableId('rewrap principal'),
  systemAssigned: true,
} as const;

/** The one that takes rights from people in an incident that asks for it. */
export const containIdentity = {
  name: 'rewrap-contain',
  clientId: stableId('rewrap contain client'),
  principalId: stableId('rewrap contain principal'),
} as const;

/** Id of the Log Analytics workspace into which every vault logs. */
export const auditWorkspace = stableId('halden audit workspace');

/** Who uses keys beside the resources: applications that encrypt blobs, and the auditor who opens them. */
export const peopleWithKeys = ['applications', 'auditor'] as const;
