import { openIncident } from '../../shared/incidents/open-incident';
import { proposeIncident } from '../../shared/incidents/propose-incident';
import { KeyUrl } from '../../shared/keys/key-url';
import { aGrant, aRole, aTenant } from '../shared/access/a-tenant';
import { ledger } from '../examples';
import type { Delivery } from '../simulation';
import { aRun, id, open, progress, standby } from './incident-run';
import { days, hours, minutes, type RotationRun } from './rotation-run';

const review = (run: RotationRun) =>
  run.world.incidents.note(
    id,
    (stored) => stored && { ...stored, review: { by: 'Rui', at: run.clock.now().toISOString(), note: 'seen' } },
  );

describe('an incident', () => {
  it('R22: tells the times to new version, to each dependent, to proven and to disabled, and ends when reviewed', async () => {
    const run = aRun();
    const begun = run.clock.now().getTime();
    await open(run);
    await run.clock.advance(hours(3));
    const seen = await progress(run);
    expect(seen).toMatchObject({
      state: 'proven',
      retirement: 'retired',
      counts: { total: 1, proven: 1, byProof: { 'read-back': 1 } },
      dependents: [{ dependent: 'orders', state: 'settled' }],
    });
    const { newVersion = '', proven = '', disabled = '' } = seen?.times ?? {};
    const provenAt = seen?.dependents[0]?.provenAt ?? '';
    const order = [newVersion, provenAt, proven, disabled].map((time) => Date.parse(time) - begun);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[2]).toBeLessThan(minutes(1));
    expect(await run.world.incidents.get(id)).toMatchObject({ provenAt: proven, disabledAt: disabled });
    expect(run.alerts()).toEqual(expect.arrayContaining(['IncidentOpened', 'IncidentProven']));
    const told = run.world.alerts.raised.find(({ kind }) => kind === 'IncidentProven');
    expect(told?.summary).toContain('is proven to have moved: 1 by read-back.');

    await review(run);
    await run.clock.advance(hours(2));
    expect((await run.world.incidents.get(id))?.closedAt).toBeDefined();
    expect([...run.simulation.instances.values()].filter(({ state }) => state !== 'completed')).toEqual([]);
  });

  it('reminds of the second person once a day until somebody has looked at it', async () => {
    const run = aRun();
    await open(run);
    const reminders = () => run.world.alerts.raised.filter(({ summary }) => summary.includes('nobody else has looked'));
    await run.clock.advance(hours(20));
    expect(reminders()).toEqual([]);
    await run.clock.advance(days(2));
    expect(reminders().length).toBeGreaterThanOrEqual(2);
    const count = reminders().length;
    await review(run);
    await run.clock.advance(days(3));
    expect(reminders()).toHaveLength(count);
  });

  it('R19c: advises a clean vault where the audit log shows a backup, while the new version is under way', async () => {
    const run = aRun();
    const by = { own: false, principal: 'mallory', name: 'mallory@halden.example' };
    run.world.audit.add(ledger, {
      by,
      operation: 'backup',
      last: new Date(run.clock.now().getTime() - days(3)).toISOString(),
    });
    await open(run);
    await run.clock.advance(minutes(5));
    expect(await progress(run)).toMatchObject({
      state: 'proven',
      advice: {
        mode: 'clean-vault',
        findings: [{ code: 'key-backup', message: expect.stringContaining('mallory@halden.example') }],
      },
      leavesOpen: [expect.stringContaining('back the key up')],
    });
    const told = run.world.alerts.raised.filter(({ kind, incidentId }) => kind === 'NeedsPerson' && incidentId === id);
    expect(told.map(({ summary }) => summary).join()).toContain('a stronger mode');

    await open(run, { mode: 'clean-vault' });
    await run.clock.advance(minutes(30));
    expect(await progress(run)).toMatchObject({
      state: 'proven',
      mode: 'clean-vault',
      toKey: `${standby}/keys/ledger`,
      leavesOpen: [],
    });
  });

  it('R19c: searches the audit log again, because events reach it late, and advises a clean vault then', async () => {
    const run = aRun();
    run.world.audit.declare();
    await open(run);
    await run.clock.advance(minutes(5));
    expect(await progress(run)).toMatchObject({ advice: { mode: 'new-version' }, leavesOpen: [] });
    const last = new Date(run.clock.now().getTime() - minutes(10)).toISOString();
    run.world.audit.add(ledger, { by: { own: false, principal: 'mallory' }, operation: 'backup', last });
    await run.clock.advance(minutes(40));
    expect(await progress(run)).toMatchObject({ advice: { mode: 'clean-vault' } });
    expect(run.world.alerts.raised.map(({ summary }) => summary).join()).toContain('a stronger mode');
  });

  it('takes nobody for unusual who used the key until he was moved to a clean vault', async () => {
    const run = aRun();
    run.world.dependents.change('orders', { identities: ['identity-of-orders'] });
    const by = { own: false, principal: 'identity-of-orders' };
    await open(run, { mode: 'clean-vault' });
    run.world.audit.add(ledger, { by, operation: 'unwrap', version: run.first.version });
    await run.clock.advance(hours(1));
    expect(await progress(run)).toMatchObject({ state: 'proven', advice: { mode: 'new-version', findings: [] } });
  });

  it('writes down who could carry keys out of the vault, once', async () => {
    const run = aRun();
    const role = aRole('backer', ['Microsoft.KeyVault/vaults/keys/backup/action']);
    run.world.access.facts = async () =>
      aTenant({ who: ['mallory'], roles: [role], grants: [aGrant('mallory', { role: 'backer' })] });
    await open(run);
    await run.clock.advance(minutes(5));
    run.world.access.facts = () => Promise.reject(new Error('too late'));
    await run.clock.advance(hours(2));
    expect(await run.world.incidents.rights(id)).toMatchObject([{ principal: 'mallory' }]);
  });

  it('does not take backups by Rewrap itself for theft', async () => {
    const run = aRun();
    run.world.audit.add(ledger, { by: { own: true }, operation: 'backup' });
    await open(run);
    await run.clock.advance(minutes(5));
    expect((await progress(run))?.advice).toMatchObject({ mode: 'new-version', findings: [] });
  });

  it('with containment first, disables before it makes anything, and then begins', async () => {
    const run = aRun();
    const { keys } = run.world;
    await open(run, { containment: 'immediate' });
    await run.clock.advance(minutes(5));
    const order = keys.calls.map(({ method }) => method).filter((each) => ['disable', 'createLike'].includes(each));
    expect(order.slice(0, 2)).toEqual(['disable', 'createLike']);
    expect(run.versions()[0]?.enabled).toBe(false);
    expect(await progress(run)).toMatchObject({ state: 'proven', times: { contained: expect.any(String) } });
  });

  it('disables first also when that is asked for after it was begun without', async () => {
    const run = aRun();
    run.world.dependents.change('orders', { faults: { neverMoves: true } });
    await open(run);
    await run.clock.advance(minutes(5));
    expect(run.versions()).toMatchObject([{ enabled: true }, { enabled: true }]);
    await open(run, { containment: 'immediate' });
    await run.clock.advance(minutes(5));
    expect(run.versions()).toMatchObject([{ enabled: false }, { enabled: true }]);
    expect(await progress(run)).toMatchObject({ containment: 'immediate', times: { contained: expect.any(String) } });
  });

  it('with containment first, goes on where the vault refuses to disable, tells a person, and tries again', async () => {
    const run = aRun();
    const { keys } = run.world;
    const disable = keys.disable.bind(keys);
    keys.disable = () => Promise.reject(new Error('no right to disable'));
    await open(run, { containment: 'immediate' });
    await run.clock.advance(minutes(2));
    expect(run.versions()).toMatchObject([{ enabled: true }, { enabled: true }]);
    const seen = await progress(run);
    expect(seen).toMatchObject({ state: 'proven', notContained: 'no right to disable' });
    expect(seen?.times.contained).toBeUndefined();
    const told = run.world.alerts.raised.filter(({ summary }) => summary.includes('are still enabled'));
    expect(told).toMatchObject([{ kind: 'NeedsPerson', severity: 'critical', incidentId: id }]);

    keys.disable = disable;
    await run.clock.advance(minutes(2));
    expect(run.versions()).toMatchObject([{ enabled: false }, { enabled: true }]);
    const after = await progress(run);
    expect(after?.notContained).toBeUndefined();
    expect(after?.times.contained).toBeDefined();
  });

  it.each<Delivery>(['twice', 'twice-at-once', 'answer-lost', 'fails-before'])(
    'comes to the same where each step is first delivered so: %s',
    async (delivery) => {
      const seen = new Set<string>();
      const deliver = (step: string): Delivery => {
        if (seen.has(step)) return 'once';
        seen.add(step);
        return delivery;
      };
      const run = aRun({ deliver });
      await open(run, { containment: 'immediate' });
      await run.clock.advance(hours(3));
      expect([...seen]).toEqual(
        expect.arrayContaining(['readIncident', 'containKey', 'adviseIncident', 'recordExporters', 'watchIncident']),
      );
      expect(run.versions()).toMatchObject([{ enabled: false }, { enabled: true }]);
      expect(await progress(run)).toMatchObject({ state: 'proven', retirement: 'retired' });
      expect(run.alerts().filter((kind) => kind === 'IncidentOpened')).toHaveLength(1);
    },
  );

  it('tells of a key that is gone, and is over when that was reviewed', async () => {
    const run = aRun();
    run.world.keys.softDelete(ledger);
    await open(run);
    await run.clock.advance(minutes(5));
    expect(await progress(run)).toMatchObject({
      state: 'closed',
      because: 'key is soft-deleted',
      nextStep: expect.stringContaining('call again'),
    });
    await review(run);
    await run.clock.advance(hours(1));
    const over = await run.world.incidents.get(id);
    expect(over?.closedAt).toBeDefined();
    expect(over?.provenAt).toBeUndefined();
  });

  it('goes on where alerts cannot even be kept', async () => {
    const run = aRun();
    run.world.alerts.raise = () => Promise.reject(new Error('the outbox is down'));
    await open(run);
    await run.clock.advance(minutes(1));
    expect(run.versions()).toHaveLength(2);
  });

  it('is taken up by the sweep when its workflow is gone', async () => {
    const run = aRun();
    await open(run);
    await run.clock.advance(minutes(30));
    for (const [name, { state }] of run.simulation.instances)
      if (name.startsWith('incident-') && state === 'running') run.simulation.instances.delete(name);
    await run.sweepAndWait();
    expect([...run.simulation.instances.keys()].some((name) => name.startsWith('incident-'))).toBe(true);
  });

  it('that a machine has proposed reminds every day, and is over when a person has looked at it', async () => {
    const run = aRun();
    const by = { id: 'soc', name: 'SOC' };
    await proposeIncident(run.world, { id, by, rule: 'backup', summary: 'a backup', vaults: [standby], keys: [] });
    await run.sweepAndWait();
    await run.clock.advance(days(2));
    const told = run.world.alerts.raised.filter(({ summary }) => summary.includes('Nothing was begun'));
    expect(told.length).toBeGreaterThanOrEqual(2);
    await review(run);
    await run.clock.advance(hours(2));
    expect((await run.world.incidents.get(id))?.closedAt).toBeDefined();
    expect(run.alerts()).not.toContain('IncidentOpened');
  });

  it.each([
    ['has left something behind by then', { pendingTimes: 6 }, 0.25],
    ['is proven by then', {}, 2],
  ])('comes to an end although another about the same key overtakes it when it %s', async (_, faults, after) => {
    const run = aRun();
    run.world.dependents.change('orders', { faults });
    await open(run);
    await run.clock.advance(minutes(after));
    await open(run, { of: 'INC-8' });
    run.world.dependents.change('orders', { faults: {} });
    await run.clock.advance(hours(4));
    await run.sweepAndWait();
    await run.clock.advance(days(1));
    await run.sweepAndWait();
    await run.clock.advance(hours(2));
    const proven = { state: 'proven', counts: { total: 1, proven: 1 } };
    expect([await progress(run), await progress(run, 'INC-8')]).toMatchObject([proven, proven]);
    for (const incident of [id, 'INC-8'])
      expect(await run.world.incidents.get(incident)).toMatchObject({
        provenAt: expect.any(String),
        disabledAt: expect.any(String),
      });
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, false, true]);
  });

  it('takes in another key later, and asks for a review anew', async () => {
    const run = aRun();
    await open(run);
    await review(run);
    const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
    run.world.keys.addKey(cards);
    const [first] = await run.world.incidents.keys(id);
    const incident = await run.world.incidents.get(id);
    const ask = incident?.asks[0];
    if (!first || !ask) throw new Error('expected an incident with a key');
    const more = { ...first, key: cards, requestId: 'cards-wish-1', rank: 1 };
    await openIncident(run.world, { id, by: { id: 'x', name: 'y' }, ask, certificates: [], keys: [first] });
    expect((await run.world.incidents.get(id))?.review).toBeDefined();
    await openIncident(run.world, { id, by: { id: 'x', name: 'y' }, ask, certificates: [], keys: [first, more] });
    expect((await run.world.incidents.get(id))?.review).toBeUndefined();
    expect((await run.world.incidents.keys(id)).map(({ key }) => key)).toEqual([ledger, cards]);
  });
});
