import { KeyAccessRefused } from '../../shared/keys/key-errors';
import { keyId, KeyUrl } from '../../shared/keys/key-url';
import { aPolicy, ledger } from '../examples';
import { days, hours, minutes, rotationRun } from './rotation-run';

const ways = ['once', 'twice', 'twice-at-once', 'fails-before', 'answer-lost'] as const;

describe('a sweep, run by the real workflows and steps', () => {
  it.each(ways)('tells of a vault that gives no answer (delivered %s)', async (way) => {
    const order = [way];
    const deliver = (step: string) => (step === 'tellOfVault' && order.shift()) || 'once';
    const run = rotationRun({ ageInDays: 5, deliver });
    run.world.keys.list = () => Promise.reject(new Error('the connection was reset'));
    const vault = 'https://payments.vault.azure.net';
    run.world.vaults.look = async () => ({ vault, isHsm: false, deleted: { id: '/gone' } });
    run.sweep();
    await run.clock.advance(hours(1));
    expect(run.world.alerts.raised).toMatchObject([
      { kind: 'NeedsPerson', subject: 'https://payments.vault.azure.net', summary: expect.stringContaining('reset') },
    ]);
    expect(await run.world.vaultPosture.get(vault)).toMatchObject({ findings: [{ code: 'soft-deleted' }] });
  });

  it('keeps in mind that a vault has taken our right away, and tells of it once a day', async () => {
    const run = rotationRun({ ageInDays: 5 });
    const vault = 'https://payments.vault.azure.net';
    const attempt = { operation: 'list' as const, on: vault, kind: 'vault' as const };
    run.world.keys.list = () => Promise.reject(new KeyAccessRefused(attempt, 'ForbiddenByRbac'));
    await run.sweepAndWait();
    await run.sweepAndWait();
    expect(await run.world.vaultPosture.get(vault)).toMatchObject({
      findings: [{ code: 'own-right-missing', nextStep: expect.stringContaining('az role assignment create') }],
    });
    expect(run.world.alerts.raised).toMatchObject([{ subject: vault, severity: 'critical' }]);
  });

  it('takes up the other keys, and delivers what waits, when one key cannot be taken up', async () => {
    const run = rotationRun();
    const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
    run.world.keys.addKey(cards, { createdOn: run.clock.now().toISOString() });
    const { workflows } = run.simulation.world;
    const start = workflows.start.bind(workflows);
    for (const key of [cards, ledger])
      await run.world.requests.add({
        id: `${keyId(key)}-event`,
        key,
        cause: 'near-expiry',
        reason: 'event',
        requestedBy: 'test',
        requestedAt: run.clock.now().toISOString(),
      });
    jest.spyOn(workflows, 'start').mockImplementation(async (name, id, input) => {
      if (JSON.stringify(input).includes(cards)) throw new Error('the engine refuses');
      return start(name, id, input);
    });
    run.sweep();
    await run.clock.advance(hours(1));
    expect(run.simulation.ran).toContain('retryAlerts');
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
    expect(run.world.alerts.raised).toContainEqual(
      expect.objectContaining({ subject: cards, summary: expect.stringContaining('the engine refuses') }),
    );
  });

  it('tells of a key that was deleted, and does not go on calling it current', async () => {
    const run = rotationRun({ ageInDays: 5 });
    await run.sweepAndWait();
    expect(await run.world.posture.get(ledger)).toMatchObject({ state: 'current' });
    run.world.keys.softDelete(ledger);
    await run.clock.advance(minutes(15));
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    await run.sweepAndWait();
    expect(await run.world.posture.get(ledger)).toMatchObject({ state: 'soft-deleted' });
    expect(run.world.alerts.raised).toMatchObject([{ subject: ledger, summary: expect.stringContaining('deleted') }]);

    run.world.keys.recover(ledger);
    await run.clock.advance(days(1));
    await run.sweepAndWait();
    expect(await run.world.posture.get(ledger)).toMatchObject({ state: 'current' });
  });

  it('starts what is due at once when sweeps had stopped for long', async () => {
    const run = rotationRun({ ageInDays: 5 });
    await run.sweepAndWait();
    await run.clock.advance(days(70));
    await run.sweepAndWait();
    expect(await run.records()).toMatchObject([{ cause: 'schedule' }]);
  });

  it('R15: tells once of a key that was deleted before any sweep saw it, and no longer when it is recovered', async () => {
    const run = rotationRun({ ageInDays: 5 });
    const { world } = run;
    const vault = 'https://payments.vault.azure.net';
    const cards = KeyUrl.parse(`${vault}/keys/cards`);
    world.keys.addKey(cards);
    world.keys.softDelete(cards);
    await run.sweepAndWait();
    await run.clock.advance(minutes(15));
    await run.sweepAndWait();
    const found = { code: 'soft-deleted', subject: cards, severity: 'warning' };
    expect(await world.vaultPosture.get(vault)).toMatchObject({ findings: [found] });
    expect(world.alerts.raised).toMatchObject([
      { subject: cards, summary: expect.stringContaining('before Rewrap ever saw') },
    ]);

    world.keys.recover(cards);
    await run.clock.advance(minutes(15));
    await run.sweepAndWait();
    expect(await world.vaultPosture.get(vault)).toMatchObject({ findings: [] });
  });

  it('finds a dependent that infrastructure code took back, tells once, and forgets it when it is mended', async () => {
    const run = rotationRun();
    const id = '/subscriptions/1/resourcegroups/shop/providers/microsoft.storage/storageaccounts/orders';
    run.world.dependents.add({ id, key: ledger, version: run.first.version });
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);

    run.world.dependents.change(id, { version: run.first.version });
    for (let n = 0; n < 3; n += 1) {
      await run.clock.advance(minutes(15));
      await run.sweepAndWait();
    }
    const drift = run.world.alerts.raised.filter(({ kind }) => kind === 'Drift');
    expect(drift).toMatchObject([{ subject: id, summary: expect.stringContaining(run.first.version) }]);
    expect(await run.world.posture.get(ledger)).toMatchObject({ findings: [{ code: 'drift' }, { code: 'no-expiry' }] });

    run.world.dependents.change(id, { version: run.versions().at(-1)?.version });
    await run.clock.advance(minutes(15));
    await run.sweepAndWait();
    expect(await run.world.posture.get(ledger)).toMatchObject({ findings: [{ code: 'no-expiry' }] });
  });

  it.each(ways)('R23: tells of an imported key once per rung of its ladder (delivered %s)', async (way) => {
    const order = [way];
    const deliver = (step: string) => (step === 'sweepKeys' && order.shift()) || 'once';
    const run = rotationRun({ ageInDays: 30, deliver, policy: aPolicy({ class: { origin: 'imported' } }) });
    for (let day = 0; day < 20; day += 1) {
      await run.sweepAndWait();
      await run.clock.advance(days(1) - minutes(1));
    }
    const told = run.world.alerts.raised.filter(({ summary }) => summary.startsWith('Only a person'));
    expect(told).toMatchObject([{ severity: 'warning', summary: expect.stringContaining('60 days') }]);
  });

  it('R9: looks at the vault itself, by what all its keys serve, and forgets what is mended', async () => {
    const run = rotationRun({ ageInDays: 5 });
    const { world } = run;
    const vault = 'https://payments.vault.azure.net';
    const resource = { id: '/vaults/payments', tags: {}, usesAccessPolicies: false };
    world.vaults.look = async () => ({ vault, isHsm: false, resource, subscriptions: 0 });
    const cards = KeyUrl.parse(`${vault}/keys/cards`);
    world.keys.addKey(cards);
    world.dependents.add({ id: 'a', key: ledger, version: run.first.version, tags: { app: 'shop' } });
    world.dependents.add({ id: 'b', key: cards, version: run.first.version, tags: { app: 'hr' } });
    await run.sweepAndWait();
    await run.sweepAndWait();
    expect(await world.vaultPosture.get(vault)).toMatchObject({
      findings: [{ code: 'event-subscription-missing' }, { code: 'shared-vault' }],
    });
    expect(world.alerts.raised).toMatchObject([{ kind: 'NeedsPerson', subject: vault }]);

    world.vaults.look = async () => ({ vault, isHsm: false, resource, subscriptions: 1 });
    world.dependents.remove('b');
    await run.sweepAndWait();
    expect(await world.vaultPosture.get(vault)).toMatchObject({ findings: [] });
  });

  it('looks after the keys all the same while Azure Resource Manager is in trouble', async () => {
    const run = rotationRun();
    run.world.vaults.look = () => Promise.reject(new Error('503'));
    await run.sweepAndWait();
    expect(run.simulation.ran).toContain('retryAlerts');
    expect(run.alerts()).toEqual(['RotationProven']);
    expect(await run.records()).toHaveLength(1);
  });

  it('starts no more rotations at a time than the policy allows, and reaches every key in the end', async () => {
    const run = rotationRun({ policy: { ...aPolicy(), startsPerSweep: 10 } });
    const names = Array.from({ length: 59 }, (_, n) => KeyUrl.parse(`https://payments.vault.azure.net/keys/k${n}`));
    const createdOn = new Date(run.clock.now().getTime() - days(80)).toISOString();
    for (const key of names) run.world.keys.addKey(key, { createdOn });
    const begun = () => [ledger, ...names].filter((key) => run.world.keys.versionsOf(key).length > 1).length;
    const counts: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      await run.sweepAndWait();
      counts.push(begun());
      await run.clock.advance(minutes(14));
    }
    expect(counts).toEqual([10, 20, 30, 40, 50, 60, 60]);
  });

  it('starts what is overdue before what is due, where it may not start both', async () => {
    const run = rotationRun({ ageInDays: 80, policy: { ...aPolicy(), startsPerSweep: 1 } });
    const late = KeyUrl.parse('https://payments.vault.azure.net/keys/zz-late');
    run.world.keys.addKey(late, { createdOn: new Date(run.clock.now().getTime() - days(100)).toISOString() });
    await run.sweepAndWait();
    expect([run.versions().length, run.world.keys.versionsOf(late).length]).toEqual([1, 2]);
  });
});
