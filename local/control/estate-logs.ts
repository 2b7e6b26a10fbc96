import type { Arm } from '../arm/arm';
import { auditWorkspace } from '../estate/company';
import type { VaultPlan } from '../estate/vaults';
import type { AuditTrail } from '../log-analytics/audit-trail';
import { createLogAnalytics, type LogAnalyticsOptions } from '../log-analytics/log-analytics';
import { serviceUses } from '../log-analytics/service-uses';

/** The workspace with the audit logs of every vault of the estate. */
export interface EstateLogs {
  fetch(request: Request): Response | Promise<Response>;
  /** Writes down what the services have done with their keys up to now. To be called when the clock has moved. */
  catchUp(): void;
  /** Begins anew: nothing of what has happened so far is logged. */
  forget(): void;
}

interface Surroundings {
  readonly now: () => Date;
  readonly authorise: LogAnalyticsOptions['authorise'];
  readonly arm: Arm;
  readonly vaults: readonly (Pick<VaultPlan, 'resourceId' | 'auditTable'> & { readonly url: string })[];
  /** What the vaults write into as they are called. */
  readonly trail: AuditTrail;
}

/** Puts together what callers did, which the vaults write down themselves, and what services do as time passes. */
export function estateLogs({ now, authorise, arm, vaults, trail }: Surroundings): EstateLogs {
  const byHost = new Map(vaults.map((vault) => [new URL(vault.url).host, vault]));
  const tables = new Map(vaults.map(({ resourceId, auditTable }) => [resourceId, auditTable]));
  let seen = now();

  const catchUp = () => {
    const stretch = { after: seen, until: now() };
    for (const record of serviceUses({ arm, vaults: byHost }, stretch)) trail.write(record);
    seen = stretch.until;
  };
  const app = createLogAnalytics({
    workspace: auditWorkspace,
    authorise,
    tableOf: (resourceId) => tables.get(resourceId),
    records() {
      catchUp();
      return trail.records();
    },
  });
  return {
    fetch: (request) => app.fetch(request),
    catchUp,
    forget() {
      seen = now();
      trail.forget();
    },
  };
}
