import { createArm, type Arm } from '../arm/arm';
import { createEventGrid, type EventGrid } from '../event-grid/event-grid';
import { armAccess, vaultAccess } from '../estate/access';
import { rewrapIdentity, type Team } from '../estate/company';
import { vaults as vaultPlans, type VaultPlan } from '../estate/vaults';
import { createIdentity, type Identity } from '../identity/identity';
import { createInbox, type Inbox } from '../inbox/inbox';
import { createVault, type Vault } from '../key-vault/vault';
import { eventGate } from './event-gate';
import type { EmulatorsConfig } from './emulators-config';
import { estateClock, type EstateClock } from './estate-clock';

export interface RunningVault extends VaultPlan {
  readonly url: string;
  readonly vault: Vault;
}

/** All emulators, on one clock. */
export interface Estate {
  readonly clock: EstateClock;
  readonly identity: Identity;
  readonly inbox: Inbox;
  readonly eventGrid: EventGrid;
  readonly arm: Arm;
  readonly vaults: ReadonlyMap<Team, RunningVault>;
  /** Moves the clock and lets everything happen that falls due by then. */
  moveClock(to: Date): Promise<void>;
  /** Resolves when every event that is due by now has been tried. */
  flushEvents(): Promise<void>;
}

/** Makes the emulators, without anything in them. */
export async function createEstate({ ports, appUrl, ...secrets }: EmulatorsConfig): Promise<Estate> {
  const clock = estateClock();
  const { now } = clock;
  const identity = await createIdentity({
    now,
    issuer: `http://localhost:${ports.control}`,
    identities: [rewrapIdentity],
    identityHeader: secrets.identityHeader,
  });
  const eventGrid = createEventGrid({
    now,
    deliverTo: `${appUrl}/runtime/webhooks/eventgrid?functionName=onKeyVaultEvent`,
  });
  const gate = eventGate(appUrl);
  const vaults = new Map(
    vaultPlans.map((plan): [Team, RunningVault] => {
      const url = `https://localhost:${ports[plan.team]}`;
      const vault = createVault({
        now,
        name: plan.name,
        flavour: plan.flavour,
        baseUrl: url,
        resourceId: plan.resourceId,
        authorise: vaultAccess(identity, plan.flavour),
        emit: (event) => gate.pass(() => eventGrid.publish({ ...event })),
        throttle: { monotonic: () => performance.now() },
      });
      return [plan.team, { ...plan, url, vault }];
    }),
  );
  let opening: Promise<void> = Promise.resolve();
  const byHost = new Map([...vaults.values()].map(({ url, vault }) => [new URL(url).host, vault]));
  const arm = createArm({
    now,
    authorise: armAccess(identity),
    throttle: { buckets: { reads: { size: 5_000, refillPerSecond: 1_000 } } },
    keys: {
      version(host, name, version) {
        const found = byHost.get(host)?.keyVersion(name, version);
        return found && { version: found.version, enabled: found.enabled, created: found.createdOn };
      },
    },
  });

  return {
    clock,
    identity,
    eventGrid,
    arm,
    vaults,
    inbox: createInbox({ now, webhookSecret: secrets.webhookSecret, topicKey: secrets.topicKey }),
    async moveClock(to) {
      arm.tick();
      gate.close(to);
      clock.moveTo(to);
      for (const { vault } of vaults.values()) vault.tick();
      await Promise.all([...vaults.values()].map(({ vault }) => vault.settled()));
      arm.tick();
      opening = gate.open();
    },
    async flushEvents() {
      await opening;
      await eventGrid.flush();
    },
  };
}
