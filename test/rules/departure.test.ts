import type { AccessFacts } from '../../shared/access/facts';
import { tellDeparture } from '../../shared/departures/tell-departure';
import { aPolicy } from '../examples';
import { aGrant, aVault, vaultId } from '../shared/access/a-tenant';
import { anHsm, departureRun, tenant, without } from './departure-run';
import { days, minutes } from './rotation-run';

const losses: [string, AccessFacts, number[], object][] = [
  [
    'R19a: a user is soft-deleted, whose assignment stays behind',
    { ...tenant(), ...without('alice') },
    [2, 2, 1],
    { principal: { id: 'alice', kind: 'user' }, presence: 'gone' },
  ],
  [
    'R19a: a user is disabled',
    {
      ...tenant(),
      principals: tenant().principals.map((each) => (each.id === 'alice' ? { ...each, enabled: false } : each)),
    },
    [2, 2, 1],
    { principal: { id: 'alice' }, presence: 'disabled' },
  ],
  [
    'R19b: somebody is taken out of a group in a group',
    tenant({ members: { 'group outer': ['group inner'], 'group inner': [] } }),
    [2, 2, 1],
    { principal: { id: 'carol' } },
  ],
  [
    'R19b: an assignment at a management group is deleted',
    { ...tenant(), grants: tenant().grants.filter(({ principal }) => principal !== 'bob') },
    [2, 2, 1],
    { principal: { id: 'bob' } },
  ],
  [
    'R19b: the right to activate a role is lost',
    { ...tenant(), grants: tenant().grants.filter(({ eligible }) => !eligible) },
    [2, 2, 1],
    { principal: { id: 'dave' } },
  ],
  [
    'R19b: a local role of a Managed HSM is removed',
    tenant({ vaults: [aVault({ keys: ['ledger', 'cards'] }), anHsm([])] }),
    [1, 1, 2],
    { principal: { id: 'heidi' } },
  ],
];

describe('somebody who had access to keys', () => {
  it.each(losses)(
    '%s: one case, and each key within reach is rotated once',
    async (...[, after, versions, expected]) => {
      const run = departureRun();
      await run.look();
      run.plant(after);
      await run.pass(days(1));
      expect(await run.cases()).toMatchObject([{ verdict: 'departure', ...expected }]);
      expect(run.versions()).toEqual(versions);
      expect(await run.world.signals.principals()).toEqual([]);
    },
  );

  it.each(['twice', 'twice-at-once', 'answer-lost', 'fails-before'] as const)(
    'R19a: has one case and one rotation though each step is delivered badly (%s)',
    async (way) => {
      const bad = new Set<string>();
      const ours = ['lookAtAccess', 'readSignals', 'judgeRoleChange', 'respondToCase'];
      const deliver = (step: string) => {
        if (!ours.includes(step) || bad.has(step)) return 'once' as const;
        bad.add(step);
        return way;
      };
      const run = departureRun({ deliver });
      await run.look();
      bad.clear();
      run.plant({ ...tenant(), ...without('alice') });
      await run.pass(minutes(90));
      expect(await run.cases()).toHaveLength(1);
      expect(run.versions()).toEqual([2, 2, 1]);
    },
  );

  it.each([
    ['next-window', [1, 1, 1]],
    ['now', [2, 2, 1]],
  ] as const)(
    'has what it could use rotated %s, as the policy says, while windows are closed',
    async (use, versions) => {
      const base = aPolicy({ class: { windows: [{ days: ['sun'], from: '02:00', to: '03:00', timeZone: 'UTC' }] } });
      const departures = { ...base.departures, use };
      const run = departureRun({ policy: { ...base, departures } });
      await run.look();
      run.plant({ ...tenant(), ...without('alice') });
      await run.pass(days(1));
      expect(run.versions()).toEqual(versions);
    },
  );

  it('is not gone when a just-in-time activation ends: 500 of them in a day rotate nothing', async () => {
    const run = departureRun();
    await run.look();
    const active = tenant({ grants: [...tenant().grants, aGrant('dave', { id: 'activation of dave' })] });
    for (let n = 0; n < 500; n += 1) {
      run.plant(n % 2 === 0 ? active : tenant());
      if (n % 10 < 2) await run.look();
    }
    await run.pass(minutes(30));
    expect(await run.cases()).toEqual([]);
    expect(run.versions()).toEqual([1, 1, 1]);
  });

  it('is gone when the activation outlives the right to activate, and ends', async () => {
    const run = departureRun();
    const active = aGrant('dave', { id: 'activation of dave' });
    run.plant(tenant({ grants: [...tenant().grants, active] }));
    await run.look();
    const rest = tenant().grants.filter(({ eligible }) => !eligible);
    run.plant({ ...tenant(), grants: [...rest, active] });
    await run.pass(minutes(30));
    expect(await run.cases()).toEqual([]);
    run.plant({ ...tenant(), grants: rest });
    await run.pass(minutes(30));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'dave' } }]);
  });

  it('has a case without rotations when an assignment is deployed anew under another id', async () => {
    const run = departureRun();
    await run.look();
    run.plant({ ...tenant(), grants: tenant().grants.filter(({ principal }) => principal !== 'alice') });
    await run.look();
    run.plant({
      ...tenant(),
      grants: tenant().grants.map((each) => (each.principal === 'alice' ? { ...each, id: 'new' } : each)),
    });
    await run.pass(minutes(45));
    expect(await run.cases()).toMatchObject([{ verdict: 'restored', counts: { 'new-version': 0 } }]);
    expect(run.versions()).toEqual([1, 1, 1]);
  });

  it('gains access: that is written down, and nothing follows', async () => {
    const run = departureRun();
    await run.look();
    run.plant(tenant({ grants: [...tenant().grants, aGrant('mallory')] }));
    await run.pass(minutes(30));
    expect(await run.cases()).toMatchObject([
      { principal: { id: 'mallory' }, verdict: 'gained', objects: [{ before: [], after: ['use'] }, {}] },
    ]);
    expect(run.versions()).toEqual([1, 1, 1]);
  });

  it('could carry keys away: a person is told, because a new version does not help', async () => {
    const run = departureRun();
    run.plant(tenant({ grants: [aGrant('alice', { role: 'backup' })] }));
    await run.look();
    run.plant(tenant({ grants: [] }));
    await run.pass(minutes(30));
    expect(await run.cases()).toMatchObject([{ counts: { 'propose-clean-vault': 2, 'new-version': 0 } }]);
    expect(run.troubles()).toMatchObject([
      { kind: 'NeedsPerson', severity: 'critical', subject: 'alice', whatToDo: expect.stringContaining('clean vault') },
    ]);
    expect(run.versions()).toEqual([1, 1, 1]);
  });

  it('is not known of when it left before the first look, which says so, once', async () => {
    const run = departureRun();
    run.plant({ ...tenant(), ...without('alice') });
    await run.pass(minutes(60));
    expect(await run.cases()).toEqual([]);
    expect(run.world.alerts.raised).toMatchObject([
      { severity: 'info', subject: 'access', summary: expect.stringContaining('nothing to compare with') },
    ]);
  });

  it('could only have given itself access: a person decides', async () => {
    const run = departureRun();
    run.plant(tenant({ grants: [aGrant('alice', { role: 'owner', scope: vaultId })] }));
    await run.look();
    run.plant(tenant({ grants: [] }));
    await run.pass(minutes(30));
    // An owner may also write the vault, which manages it; its keys it can only take.
    expect(await run.cases()).toMatchObject([{ counts: { propose: 2, 'new-version': 0 } }]);
  });

  it('R19a: is said to leave: all that it reaches is rotated, and a person hears that it still has access', async () => {
    const run = departureRun();
    await run.look();
    const words = { principal: 'alice', reason: 'leaves', by: 'Nadia' };
    expect(await tellDeparture(run.simulation.world, words)).toBe('begun');
    expect(await tellDeparture(run.simulation.world, { ...words, principal: 'eve' })).toBe('unknown');
    await run.pass(minutes(60));
    expect(await run.cases()).toMatchObject([{ verdict: 'departure', principal: { id: 'alice' }, presence: 'here' }]);
    expect(run.versions()).toEqual([2, 2, 1]);
    expect(run.world.alerts.raised).toContainEqual(
      expect.objectContaining({ subject: 'alice', whatToDo: expect.stringContaining('Take its access away first') }),
    );
  });
});
