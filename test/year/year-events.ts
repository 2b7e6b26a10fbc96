import { takeKeyVaultEvent } from '../../functions/on-key-vault-event';
import { isInManagedHsm } from '../../shared/keys/key-url';
import type { KeyVersion } from '../../shared/keys/key-version';
import { days, hours, minutes } from '../rules/rotation-run';
import type { Simulation } from '../simulation';
import type { VirtualClock } from '../virtual-clock';
import type { Chance } from './chance';

const log = { info() {}, warn() {}, error() {} };

/** Shares of the events: Event Grid delivers at least once, and some never arrive at all. */
const lost = 0.2;
const twice = 0.2;

/** Tells the app of the vaults' events: late, some twice, some never. A Managed HSM sends none. */
export function eventGrid(simulation: Simulation, { clock, chance }: { clock: VirtualClock; chance: Chance }) {
  const told = new Set<string>();
  const counts = { sent: 0, lost: 0, twice: 0 };

  const deliver = async (event: unknown): Promise<void> => {
    await clock.alarm(new Date(clock.now().getTime() + minutes(chance.between(0, 120)))).rings;
    const { world } = simulation;
    await takeKeyVaultEvent(event, { world, workflows: world.workflows, log }).catch(() => deliver(event));
  };

  function send(what: string, { key, version }: KeyVersion): void {
    const id = `${what} ${key}/${version}`;
    if (isInManagedHsm(key) || told.has(id)) return;
    told.add(id);
    const event = { id, type: `Microsoft.KeyVault.${what}`, data: { Id: `${key}/${version}` } };
    counts.sent += 1;
    if (chance.happens(lost)) return void (counts.lost += 1);
    void deliver(event);
    if (!chance.happens(twice)) return;
    counts.twice += 1;
    void deliver(event);
  }

  return {
    counts,
    send,
    /** Near expiry means thirty days before it. Source: Key Vault's Event Grid schema. */
    sendExpiryOf(version: KeyVersion): void {
      const left = Date.parse(version.expiresOn ?? '') - clock.now().getTime();
      if (left <= days(30)) send('KeyNearExpiry', version);
      if (left <= hours(0)) send('KeyExpired', version);
    },
  };
}
export type EventGrid = ReturnType<typeof eventGrid>;
