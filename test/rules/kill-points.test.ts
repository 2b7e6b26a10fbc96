import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyId } from '../../shared/keys/key-url';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { aPolicy, ledger } from '../examples';
import { fakeWorld } from '../fakes/fake-world';
import { type Death, killableHost } from './killable-host';

const dawn = new Date('2027-03-01T12:00:00.000Z');
const folder = mkdtempSync(join(tmpdir(), 'kill-points-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** One near-expiry event, from request to retired, on a host that dies once on the way and is started again. */
async function rotation(death?: Death, { complains = false } = {}) {
  let now = () => dawn;
  // Three looks are enough: each is several more records to die at.
  const policy = aPolicy({ class: { trial: { for: 'PT3M' } } });
  const world = fakeWorld({ now: () => now(), policy });
  const first = world.keys.addKey(ledger, { createdOn: new Date(+dawn - 80 * 86_400_000).toISOString() });
  world.dependents.add({ id: 'canary', key: ledger, version: first.version });
  world.dependents.add({ id: 'slow', key: ledger, version: first.version, faults: { pendingTimes: 1 } });

  if (complains) refuseGhost(world);

  const file = join(folder, `${death?.record ?? 'whole'}-${death?.written ?? ''}-${complains}.journal`);
  const startHost = (how: { death?: Death } = {}) => {
    const host = killableHost(file, world, { dawn, ...how });
    now = host.now;
    return host;
  };
  const event = {
    id: `${keyId(ledger)}-event`,
    key: ledger,
    cause: 'near-expiry' as const,
    reason: 'event',
    requestedBy: 'test',
    requestedAt: dawn.toISOString(),
  };

  const host = startHost(death && { death });
  await requestRotation({ requests: world.requests, workflows: host.workflows }, event);
  await host.live();
  host.close();
  if (host.dead) {
    const next = startHost();
    // Event Grid delivers again what was not answered; where the start itself was lost, that brings it back.
    await requestRotation({ requests: world.requests, workflows: next.workflows }, event);
    await next.live();
    next.close();
  }
  return { world, written: host.written };
}

/** Somebody whom nobody knows asks for the old version as soon as it is disabled. */
function refuseGhost({ audit, keys }: ReturnType<typeof fakeWorld>): void {
  audit.declare();
  const disable = keys.disable.bind(keys);
  keys.disable = async (key, version) => {
    await disable(key, version);
    audit.add(key, { by: { principal: 'ghost', own: false }, version, outcome: 'denied' });
  };
}

describe('a host that is killed during a rotation and started again', () => {
  it('R21c: ends with one version, every dependent proven, one record and one alert of a kind, wherever it died', async () => {
    const { written } = await rotation();
    expect(written).toBeGreaterThan(40);

    const deaths = Array.from({ length: written }, (_, n) =>
      [false, true].map((done) => ({ record: n + 1, written: done })),
    ).flat();
    for (const death of deaths) {
      const { world } = await rotation(death);
      const [old, current, ...more] = world.keys.versionsOf(ledger);
      expect({ death, more, old: old?.enabled, current: current?.enabled }).toEqual({
        death,
        more: [],
        old: false,
        current: true,
      });
      expect(world.dependents.versionOf('canary')).toBe(current?.version);
      expect(world.dependents.versionOf('slow')).toBe(current?.version);
      const records = await world.records.ofKey(ledger);
      expect(records).toMatchObject([
        { state: 'proven', counts: { total: 2, proven: 2 }, retirement: { state: 'retired' } },
      ]);
      expect(world.alerts.raised.map(({ kind }) => kind)).toEqual(['RotationProven', 'RetirementDone']);
      expect(await world.requests.unservedKeys()).toEqual([]);
    }
  }, 240_000);

  it('enables again what somebody needs in the trial, wherever it died between', async () => {
    const { written } = await rotation(undefined, { complains: true });
    // The trial and its end are the last dozen records.
    const deaths = Array.from({ length: 12 }, (_, n) =>
      [false, true].map((done) => ({ record: written - n, written: done })),
    ).flat();
    for (const death of deaths) {
      const { world } = await rotation(death, { complains: true });
      const [record] = await world.records.ofKey(ledger);
      expect({ death, enabled: world.keys.versionsOf(ledger)[0]?.enabled, state: record?.retirement?.state }).toEqual({
        death,
        enabled: true,
        state: 'reopened',
      });
      expect(world.alerts.raised.filter(({ kind }) => kind === 'RetirementReopened')).toHaveLength(1);
    }
  }, 120_000);
});
