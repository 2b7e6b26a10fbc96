import { findEmergency } from '../../orchestrations/steps/find-emergency';
import { keyId, KeyUrl, vaultOf } from '../../shared/keys/key-url';
import { operationTag } from '../../shared/keys/key-version';
import { ledger } from '../examples';
import { aGrant, aRole, aTenant, aVault } from '../shared/access/a-tenant';
import type { Delivery } from '../simulation';
import { aRun as withOneDependent, policy, standby } from './incident-run';
import { days, hours, minutes, type RotationRun } from './rotation-run';

const clean = KeyUrl.parse(`${standby}/keys/ledger`);

/** A key with a second dependent, which follows. */
const aRun = (how: Parameters<typeof withOneDependent>[0] = {}): RotationRun => {
  const run = withOneDependent(how);
  run.world.dependents.add({ id: 'stock', key: ledger, version: run.first.version, mode: 'following' });
  return run;
};

const flee = (run: RotationRun, name = 'INC-1') => run.ask('compromise', name, { cleanVault: standby });
const usersOf = async ({ world }: RotationRun, key: KeyUrl) =>
  (await world.dependents.find(key, policy)).dependents.map(({ id }) => id);

describe('a move to a new key in the clean vault', () => {
  it('R19c: makes a key like the old one there, moves everything to it, and only then disables every old version', async () => {
    const run = aRun();
    const second = run.world.keys.addVersion(ledger);
    await flee(run);
    await run.clock.advance(minutes(10));
    const [made, ...others] = run.world.keys.versionsOf(clean);
    const [record] = await run.records();
    expect(others).toEqual([]);
    expect(made?.tags[operationTag]).toBe(record?.id);
    expect(record).toMatchObject({ state: 'proven', toKey: clean, to: made?.version, counts: { total: 2, proven: 2 } });
    expect(await usersOf(run, clean)).toEqual(['orders', 'stock']);
    expect(await run.world.backups.has(record?.id ?? '', clean)).toBe(true);

    await run.clock.advance(hours(3));
    expect((await run.records())[0]?.retirement?.state).toBe('retired');
    expect(run.versions()).toMatchObject([
      { version: run.first.version, enabled: false },
      { version: second.version, enabled: false },
    ]);
    expect(run.world.keys.versionsOf(clean)).toMatchObject([{ enabled: true }]);
  });

  it('says before anything is made whose identity has no right in the clean vault, dependent by dependent', async () => {
    const run = aRun();
    run.world.dependents.add({ id: 'shop', key: ledger, version: run.first.version, identities: ['app shop'] });
    run.world.dependents.add({ id: 'till', key: ledger, version: run.first.version, identities: ['app till'] });
    const wrapper = aRole(
      'wrapper',
      ['wrap', 'unwrap'].map((each) => `Microsoft.KeyVault/vaults/keys/${each}/action`),
    );
    run.world.access.facts = async () =>
      aTenant({
        who: ['app shop', 'app till'],
        roles: [wrapper],
        vaults: [aVault({ url: standby, keys: [] })],
        grants: [aGrant('app shop', { role: 'wrapper' })],
      });
    const made: string[] = [];
    const raise = run.world.alerts.raise.bind(run.world.alerts);
    run.world.alerts.raise = async (alert) => {
      if (alert.kind === 'NeedsPerson') made.push(`${run.world.keys.versionsOf(clean).length} made: ${alert.whatToDo}`);
      return raise(alert);
    };
    await flee(run);
    await run.clock.advance(minutes(10));
    expect(made).toHaveLength(1);
    expect(made[0]).toMatch(/^0 made: [^]*--assignee-object-id app till [^]*till \(identity app till\) may not/);
    expect(made[0]).not.toContain('shop');
    const [record] = await run.records();
    const { warnings } = await run.world.plans.get(record?.planId ?? '');
    expect(warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['standby-access-missing', 'standby-access-unseen']),
    );
  });

  it('keeps the old key enabled as long as one dependent is left on it, and goes on by itself', async () => {
    const run = aRun();
    run.world.dependents.change('orders', { faults: { neverMoves: true } });
    await flee(run);
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'partial', counts: { total: 2, proven: 1 } }]);
    expect(run.versions()).toMatchObject([{ enabled: true }]);

    run.world.dependents.change('orders', { faults: {} });
    await run.clock.advance(hours(12));
    await run.sweepAndWait();
    await run.clock.advance(hours(2));
    expect(await run.records()).toMatchObject([
      { state: 'proven', counts: { total: 2, proven: 2 }, retirement: { state: 'retired' } },
    ]);
    expect(run.world.keys.versionsOf(clean)).toHaveLength(1);
  });

  it('holds the old key where something that came later uses it', async () => {
    const run = aRun();
    const move = run.world.dependents.move.bind(run.world.dependents);
    run.world.dependents.move = (dependent, how) => {
      run.world.dependents.add({ id: 'late', key: ledger, version: run.first.version });
      return move(dependent, how);
    };
    await flee(run);
    await run.clock.advance(hours(3));
    const [record] = await run.records();
    expect(record).toMatchObject({ state: 'proven', retirement: { state: 'held', reasons: [{ code: 'not-proven' }] } });
    expect(run.versions()).toMatchObject([{ enabled: true }]);
  });

  it('holds the old key while the audit log shows it in use', async () => {
    const run = aRun();
    const by = { own: false, principal: 'somebody' };
    run.world.audit.add(ledger, { by, version: run.first.version });
    await flee(run);
    await run.clock.advance(hours(3));
    const codes = (await run.records())[0]?.retirement?.reasons.map(({ code }) => code);
    expect(codes).toContain('version-in-use-in-log');
  });

  it('takes nobody for a stranger who has moved, though the audit log shows him at the old key before', async () => {
    const run = aRun();
    run.world.dependents.change('orders', { identities: ['app-orders'] });
    run.world.audit.add(ledger, { by: { own: false, principal: 'app-orders' }, version: run.first.version });
    await run.clock.advance(days(1));
    await flee(run);
    await run.clock.advance(hours(3));
    const [record] = await run.records();
    expect(record?.retirement).toMatchObject({ state: 'retired', reasons: [] });
  });

  it.each([
    ['is not held by a registration that a server keeps of the key that it has left', 'sql', 'retired'],
    ['is held by that of a server that nobody has moved', 'other', 'held'],
  ])('%s', async (_, holder, state) => {
    const run = aRun();
    const type = 'Microsoft.Sql/servers';
    run.world.dependents.add({ id: 'sql', type, key: ledger, version: run.first.version });
    run.world.dependents.addUnknown(ledger, `${holder}/keys/payments_ledger`, `${type}/keys`);
    await flee(run);
    await run.clock.advance(hours(3));
    expect((await run.records())[0]?.retirement?.state).toBe(state);
  });

  it.each<Delivery>(['twice', 'twice-at-once', 'answer-lost', 'fails-before'])(
    'makes one key where steps are delivered %s',
    async (delivery) => {
      const orders = new Map<string, number>();
      const deliver = (step: string): Delivery => {
        const count = (orders.get(step) ?? 0) + 1;
        orders.set(step, count);
        return count <= 2 ? delivery : 'once';
      };
      const run = aRun({ deliver });
      await flee(run);
      await run.clock.advance(hours(6));
      expect(run.world.keys.versionsOf(clean)).toHaveLength(1);
      expect(await run.records()).toMatchObject([{ state: 'proven', toKey: clean }]);
    },
  );

  it('turns a rotation that has made no version yet into one', async () => {
    const run = aRun();
    await run.ask('manual');
    await flee(run);
    await run.clock.advance(minutes(30));
    expect(await run.records()).toMatchObject([{ cause: 'compromise', toKey: clean, state: 'proven' }]);
    expect(run.versions()).toHaveLength(1);
  });

  it('follows a new version in the same incident: that, too, may have been backed up', async () => {
    const run = aRun();
    await run.ask('compromise', 'INC-1');
    await run.clock.advance(minutes(30));
    await flee(run, 'INC-1 clean');
    await run.clock.advance(hours(3));
    expect(await run.records()).toMatchObject([{ state: 'proven' }, { state: 'proven', toKey: clean }]);
    expect(run.versions()).toMatchObject([{ enabled: false }, { enabled: false }]);
    expect(await usersOf(run, clean)).toEqual(['orders', 'stock']);
  });

  it.each([
    ['while it moves', 'running', 0.25],
    ['when it has left something behind', 'partial', 10],
  ])('answers a second incident that comes %s, and is not led back to the old vault', async (_, state, after) => {
    const run = aRun();
    run.world.dependents.change('orders', { faults: { neverMoves: true } });
    await flee(run);
    await run.clock.advance(minutes(after));
    expect(await run.records()).toMatchObject([{ state, to: expect.any(String) }]);
    await run.ask('compromise', 'INC-2');
    await run.clock.advance(minutes(1));
    expect(await run.records()).toMatchObject([{ state: 'running' }]);
    run.world.dependents.change('orders', { faults: {} });
    await run.clock.advance(hours(12));
    await run.sweepAndWait();
    await run.clock.advance(hours(2));
    expect(await run.records()).toMatchObject([{ state: 'proven', toKey: clean, incidentId: 'INC-1' }]);
    expect(run.versions()).toMatchObject([{ enabled: false }]);
    const [record] = await run.records();
    for (const incident of ['INC-1', 'INC-2'])
      expect(await run.world.requests.ofIncident(incident)).toMatchObject([{ rotationId: record?.id }]);
  });

  it('takes a second incident up as soon as it looks, and gives way to what it does not serve', async () => {
    const run = aRun();
    await flee(run);
    await run.clock.advance(minutes(1));
    const [record] = await run.records();
    const rotationId = record?.id ?? '';
    const wish = {
      key: ledger,
      cause: 'compromise' as const,
      reason: 'INC-2',
      requestedBy: 'test',
      incidentId: 'INC-2',
    };
    const requestedAt = run.clock.now().toISOString();
    const ask = (id: string, how: { newDataKeys?: true; cleanVault?: string }) =>
      run.world.requests.add({ ...wish, ...how, id: `${keyId(ledger)}-${id}`, requestedAt });
    const look = () => findEmergency.run({ rotationId }, run.simulation.world);
    await ask('same-vault', { cleanVault: standby });
    await ask('any-vault', {});
    expect(await look()).toMatchObject({ found: false });
    expect(await run.world.requests.open(ledger)).toEqual([]);
    await ask('another-vault', { cleanVault: 'https://third.vault.azure.net' });
    expect(await look()).toMatchObject({ found: true });
    await ask('new-data-keys', { newDataKeys: true });
    expect(await look()).toMatchObject({ found: true });
    expect(await run.world.requests.open(ledger)).toHaveLength(2);
  });

  it('is what answers an incident that comes when all has moved', async () => {
    const run = aRun();
    await flee(run);
    await run.clock.advance(hours(3));
    await run.ask('compromise', 'INC-2');
    await run.clock.advance(minutes(5));
    const [record, ...others] = await run.records();
    expect(others).toEqual([]);
    expect(await run.world.requests.ofIncident('INC-2')).toMatchObject([{ rotationId: record?.id }]);
    expect(await run.world.requests.unservedKeys()).toEqual([]);
  });

  it('goes to a clean vault again where a second incident wants new data keys, too', async () => {
    const run = aRun();
    run.world.dependents.change('orders', { faults: { neverMoves: true } });
    await flee(run);
    await run.clock.advance(minutes(10));
    run.world.dependents.change('orders', { faults: {} });
    await run.ask('compromise', 'INC-2', { newDataKeys: true });
    await run.clock.advance(hours(3));
    const records = await run.records();
    expect(records.map(({ toKey }) => toKey && vaultOf(toKey))).toEqual([standby, standby]);
    expect(run.versions()).toHaveLength(1);
  });

  it('takes another name where the clean vault holds a key of this one already', async () => {
    const run = aRun();
    run.world.keys.addKey(clean);
    await flee(run);
    await run.clock.advance(minutes(30));
    const [record] = await run.records();
    expect(record?.toKey).toMatch(/^https:\/\/standby\.vault\.azure\.net\/keys\/ledger-[0-9a-f]{8}$/);
    expect(run.world.keys.versionsOf(clean)).toHaveLength(1);
    expect(record?.state).toBe('proven');
  });

  it('leaves the old key alone from then on', async () => {
    const run = aRun();
    await flee(run);
    await run.clock.advance(hours(3));
    for (let n = 0; n < 4; n += 1) {
      await run.clock.advance(days(30));
      await run.sweepAndWait();
    }
    await run.ask('manual');
    await run.clock.advance(minutes(30));
    expect(run.versions()).toHaveLength(1);
    expect(await run.world.requests.unservedKeys()).toEqual([]);
  });
});
