import { randomUUID } from 'node:crypto';
import { createArm, type Arm } from '../arm/arm';
import { assignmentDeleted } from '../arm/authorization/assignment-event';
import { createEventGrid, type EventGrid } from '../event-grid/event-grid';
import { armAccess, graphAccess, logsAccess, searchAccess, vaultAccess } from '../estate/access';
import { containIdentity, rewrapIdentity, tenantId, type Team } from '../estate/company';
import { vaults as vaultPlans, type VaultPlan } from '../estate/vaults';
import { createGraph, type Graph } from '../graph/graph';
import { createIdentity, type Identity } from '../identity/identity';
import { createInbox, type Inbox } from '../inbox/inbox';
import type { AuditRecord } from '../key-vault/audit-record';
import { subscriptionLimits, type SubscriptionLimits } from '../key-vault/throttle';
import { createVault, type Vault, type VaultEvent } from '../key-vault/vault';
import { createAuditTrail } from '../log-analytics/audit-trail';
import { createSearch, type Search } from '../search/search';
import type { EmulatorsConfig } from './emulators-config';
import { estateClock } from './estate-clock';
import { estateLogs, type EstateLogs } from './estate-logs';
import { eventGate } from './event-gate';

export interface RunningVault extends VaultPlan {
  readonly url: string;
  readonly vault: Vault;
}

/** All emulators, on one clock. */
export interface Estate {
  readonly now: () => Date;
  readonly identity: Identity;
  readonly inbox: Inbox;
  readonly eventGrid: EventGrid;
  /** By the event subscriptions of subscriptions of Azure, and by the partner topics of Microsoft Graph. */
  readonly accessEvents: EventGrid;
  /** Sends an event about access, once the app's clock has arrived. */
  readonly tellOfAccess: (event: Record<string, unknown>) => void;
  readonly arm: Arm;
  readonly search: Search;
  readonly graph: Graph;
  readonly vaults: ReadonlyMap<Team, RunningVault>;
  readonly logs: EstateLogs;
  /** Moves the clock and lets everything happen that falls due by then. */
  moveClock(to: Date): Promise<void>;
  /** Resolves when every event that is due by now has been tried. */
  flushEvents(): Promise<void>;
}

/** Makes the emulators, without anything in them. */
export async function createEstate({ ports, appUrl, armScale, ...secrets }: EmulatorsConfig): Promise<Estate> {
  const { now, moveTo } = estateClock();
  const identity = await createIdentity({
    now,
    issuer: `http://localhost:${ports.control}`,
    identities: [rewrapIdentity, containIdentity],
    identityHeader: secrets.identityHeader,
  });
  const deliverTo = (name: string) => `${appUrl}/runtime/webhooks/eventgrid?functionName=${name}`;
  const eventGrid = createEventGrid({ now, deliverTo: deliverTo('onKeyVaultEvent') });
  const accessEvents = createEventGrid({ now, deliverTo: deliverTo('onRoleChange') });
  const gate = eventGate(appUrl);
  const tellOfAccess = (event: Record<string, unknown>) => gate.pass(() => accessEvents.publish(event));
  const emit = (event: VaultEvent) => gate.pass(() => eventGrid.publish({ ...event }));
  const trail = createAuditTrail({ now });
  const subscription = subscriptionLimits(() => performance.now());
  const vaults = new Map(
    vaultPlans.map((plan): [Team, RunningVault] => {
      const url = `https://localhost:${ports[plan.team]}`;
      return [
        plan.team,
        { ...plan, url, vault: openVault(plan, { url, now, identity, emit, audit: trail.write, subscription }) },
      ];
    }),
  );
  const running = [...vaults.values()].map(({ vault }) => vault);
  const keys = lookupIn(vaults);
  const arm: Arm = createArm({
    now,
    authorise: armAccess(identity, () => arm.authorization),
    keys,
    // The app's clock leaps from sweep to sweep, and what Azure would grant in between has to come along.
    throttle: { clock: () => now().getTime(), scale: armScale },
    onRevoked(assignment, by) {
      const claims = { 'http://schemas.microsoft.com/identity/claims/objectidentifier': by };
      const event = assignmentDeleted(assignment, { id: randomUUID(), at: now(), tenantId, claims });
      if (event) tellOfAccess(event);
    },
  });

  const logs = estateLogs({ now, authorise: logsAccess(identity), arm, vaults: [...vaults.values()], trail });
  const services = () => arm.list().filter(({ type }) => type === 'Microsoft.Search/searchServices');
  const search = createSearch({
    authorise: searchAccess(identity),
    keys,
    services: () => services().map(({ name }) => name),
  });

  let opening: Promise<void> = Promise.resolve();
  return {
    now,
    identity,
    eventGrid,
    accessEvents,
    tellOfAccess,
    arm,
    search,
    graph: createGraph({ authorise: graphAccess(identity), now, tenantId, emit: tellOfAccess }),
    vaults,
    logs,
    inbox: createInbox({ now, webhookSecret: secrets.webhookSecret, topicKey: secrets.topicKey }),
    async moveClock(to) {
      arm.tick();
      gate.close(to);
      moveTo(to);
      for (const vault of running) vault.tick();
      await Promise.all(running.map((vault) => vault.settled()));
      arm.tick();
      logs.catchUp();
      opening = gate.open();
    },
    async flushEvents() {
      await opening;
      await Promise.all([eventGrid.flush(), accessEvents.flush()]);
    },
  };
}

interface VaultSurroundings extends Pick<Estate, 'now' | 'identity'> {
  readonly url: string;
  readonly emit: (event: VaultEvent) => void;
  readonly audit: (record: AuditRecord) => void;
  readonly subscription: SubscriptionLimits;
}

const openVault = ({ name, flavour, resourceId }: VaultPlan, around: VaultSurroundings): Vault => {
  const { url, now, identity, emit, audit, subscription } = around;
  return createVault({
    name,
    flavour,
    resourceId,
    now,
    emit,
    audit,
    baseUrl: url,
    authorise: vaultAccess(identity, flavour),
    throttle: { monotonic: () => performance.now(), subscription },
  });
};

/** How the services of the estate see its keys. */
function lookupIn(vaults: Estate['vaults']): Parameters<typeof createArm>[0]['keys'] {
  const byHost = new Map([...vaults.values()].map(({ url, vault }) => [new URL(url).host, vault]));
  return {
    version(host, name, version) {
      const found = byHost.get(host)?.keyVersion(name, version);
      return found && { version: found.version, enabled: found.enabled, created: found.createdOn };
    },
  };
}
