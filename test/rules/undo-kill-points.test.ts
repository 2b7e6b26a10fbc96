import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyId } from '../../shared/keys/key-url';
import { askUndo } from '../../shared/rotations/ask-undo';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { ledger } from '../examples';
import { fakeWorld } from '../fakes/fake-world';
import { type Death, killableHost } from './killable-host';

const dawn = new Date('2027-03-01T12:00:00.000Z');
const folder = mkdtempSync(join(tmpdir(), 'undo-kill-points-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A rotation that is over, then its undo on a host that dies once on the way and is started again. */
async function undone(death?: Death) {
  let now = () => dawn;
  const world = fakeWorld({ now: () => now() });
  const first = world.keys.addKey(ledger, { createdOn: new Date(+dawn - 80 * 86_400_000).toISOString() });
  for (const id of ['canary', 'other']) world.dependents.add({ id, key: ledger, version: first.version });
  // Holds the retirement, which would be over otherwise before anybody could want to go back.
  world.dependents.addUnknown(ledger, 'stranger');

  const file = join(folder, `${death?.record ?? 'whole'}-${death?.written ?? ''}.journal`);
  const startHost = (how: { death?: Death } = {}) => {
    const host = killableHost(file, world, { dawn, ...how });
    now = host.now;
    return host;
  };
  const rotating = startHost();
  await requestRotation(
    { requests: world.requests, workflows: rotating.workflows },
    {
      id: `${keyId(ledger)}-event`,
      key: ledger,
      cause: 'near-expiry',
      reason: 'event',
      requestedBy: 'test',
      requestedAt: dawn.toISOString(),
    },
  );
  await rotating.live();
  rotating.close();

  const [record] = await world.records.ofKey(ledger);
  const order = { reason: 'slow', requestedBy: 'Alice' };
  const host = startHost(death && { death });
  await askUndo({ ...world, workflows: host.workflows }, record?.id ?? '', order);
  await host.live();
  host.close();
  if (host.dead) {
    const next = startHost();
    await next.workflows.start('sweepEstate', 'sweep', {});
    await next.live();
    next.close();
  }
  return { world, written: host.written, first };
}

describe('a host that is killed during an undo and started again', () => {
  it('ends with every dependent on the former version, one alert of it, and nothing going forward, wherever it died', async () => {
    const { written } = await undone();
    expect(written).toBeGreaterThan(15);

    const deaths = Array.from({ length: written }, (_, n) =>
      [false, true].map((done) => ({ record: n + 1, written: done })),
    ).flat();
    for (const death of deaths) {
      const { world, first } = await undone(death);
      const on = ['canary', 'other'].map((id) => world.dependents.versionOf(id));
      expect({ death, on }).toEqual({ death, on: [first.version, first.version] });
      expect(world.keys.versionsOf(ledger).map(({ enabled }) => enabled)).toEqual([true, true]);
      expect(await world.records.ofKey(ledger)).toMatchObject([{ state: 'parked', undo: { state: 'done' } }]);
      const told = world.alerts.raised.map(({ kind }) => kind).filter((kind) => kind !== 'RetirementHeld');
      expect(told).toEqual(['RotationProven', 'RotationParked']);
    }
  }, 120_000);
});
