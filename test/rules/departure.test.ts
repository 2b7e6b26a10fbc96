import type { AccessFacts, Grant } from '../../shared/access/facts';
import { KeyUrl } from '../../shared/keys/key-url';
import type { Policy } from '../../shared/policy/policy';
import { aPolicy, ledger } from '../examples';
import { aGrant, aRole, aTenant, aVault, group, vaultId } from '../shared/access/a-tenant';
import { days, minutes, rotationRun } from './rotation-run';

const hsm = 'https://vault-one.managedhsm.azure.net';
const master = KeyUrl.parse(`${hsm}/keys/master`);
const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
const base = aPolicy();
const policy = {
  ...base,
  scope: { ...base.scope, vaults: [hsm, 'https://payments.vault.azure.net'] },
} satisfies Policy;

const hsmCrypto = aRole('hsm-crypto', ['Microsoft.KeyVault/managedHsm/keys/unwrap/action']);
const backupReader = aRole('backup', ['Microsoft.KeyVault/vaults/keys/backup/action']);
const owner = aRole('owner', [], { actions: ['*'] });

/** A Managed HSM whose key Heidi may unwrap with. */
const anHsm = (localGrants: Grant[]) =>
  aVault({
    url: hsm,
    kind: 'managed-hsm',
    keys: ['master'],
    resource: `${vaultId}-hsm`,
    localRoles: [hsmCrypto],
    localGrants,
  });

const local = (principal: string): Grant => aGrant(principal, { role: 'hsm-crypto', scope: '/keys' });

/** Everybody has access in another way: by an assignment, groups in groups, eligibility, a management group, a local role. */
const tenant = (how: Parameters<typeof aTenant>[0] = {}) =>
  aTenant({
    vaults: [aVault({ keys: ['ledger', 'cards'] }), anHsm([local('heidi')])],
    roles: [...aTenant().roles, backupReader, owner],
    who: ['alice', 'bob', 'carol', 'dave', 'heidi', 'mallory'],
    members: { 'group outer': ['group inner'], 'group inner': ['carol'] },
    grants: [
      aGrant('alice'),
      aGrant('bob', { scope: group('corp') }),
      aGrant('group outer'),
      aGrant('dave', { eligible: true, id: 'dave may' }),
    ],
    ...how,
  });

const departureRun = (how: Parameters<typeof rotationRun>[0] = {}) => {
  const run = rotationRun({ ageInDays: 5, policy, ...how });
  const { world, simulation, clock } = run;
  world.keys.addKey(cards, { createdOn: new Date(clock.now().getTime() - days(5)).toISOString() });
  world.keys.addKey(master, { createdOn: new Date(clock.now().getTime() - days(5)).toISOString() });
  const plant = (facts: AccessFacts) => void Object.assign(world.access.planted, facts);
  plant(tenant());
  const look = async () => {
    simulation.start('watchAccess', 'access', {});
    await clock.advance(minutes(2));
  };
  return {
    ...run,
    plant,
    look,
    /** As the sweep does. */
    async pass(time: number) {
      for (let left = time; left > 0; left -= minutes(15)) {
        await look();
        await clock.advance(minutes(13));
      }
    },
    cases: async () => {
      const { cases } = await world.cases.list();
      return Promise.all(cases.map(({ id }) => world.cases.get(id)));
    },
    versions: () => [ledger, cards, master].map((key) => world.keys.versionsOf(key).length),
  };
};

const without = (principal: string) => ({
  principals: tenant().principals.map((each) => (each.id === principal ? { ...each, kind: 'unknown' as const } : each)),
});

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
    expect(run.world.alerts.raised).toMatchObject([
      { kind: 'NeedsPerson', severity: 'critical', subject: 'alice', whatToDo: expect.stringContaining('clean vault') },
    ]);
    expect(run.versions()).toEqual([1, 1, 1]);
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
});

describe('what only seems a departure', () => {
  it('is a key that was deleted, or a vault that left the scope', async () => {
    const run = departureRun();
    await run.look();
    run.plant(tenant({ vaults: [aVault({ keys: ['cards'] })] }));
    await run.pass(minutes(30));
    expect(await run.cases()).toEqual([]);
  });

  it.each([
    [
      'roles',
      {
        grants: [],
        above: {},
        unseen: [{ scope: '/subscriptions/aaaaaaaa-0000-0000-0000-000000000001', because: 'Who has which role: 403' }],
      },
    ],
    [
      'the directory',
      {
        principals: tenant().principals.map(({ id }) => ({ id, kind: 'unknown' as const })),
        members: [],
        unreadGroups: ['group outer', 'alice', 'bob', 'dave', 'heidi'],
        unseen: [{ scope: 'Microsoft Graph', because: '403' }],
      },
    ],
    [
      'a group',
      {
        members: tenant().members.filter((each) => each.group !== 'group inner'),
        unreadGroups: ['group inner'],
        unseen: [{ scope: 'group inner', because: '403' }],
      },
    ],
    [
      'local roles',
      {
        vaults: [aVault({ keys: ['ledger', 'cards'] }), anHsm([])],
        unseen: [{ scope: hsm, because: 'Who has its local roles: 403' }],
      },
    ],
  ])('is our own loss of sight of %s: told once, and noticed when sight is back', async (_, blind) => {
    const run = departureRun();
    await run.look();
    run.plant({ ...tenant(), ...blind });
    await run.pass(minutes(60));
    expect(await run.cases()).toEqual([]);
    expect(run.alerts()).toEqual(['NeedsPerson']);

    const gone = tenant({ members: {}, grants: [], vaults: [aVault({ keys: ['ledger', 'cards'] }), anHsm([])] });
    run.plant(gone);
    await run.pass(minutes(60));
    const who = new Set((await run.cases()).map((each) => each?.principal.id));
    expect(await run.cases()).toHaveLength(5);
    expect(who).toEqual(new Set(['alice', 'bob', 'carol', 'dave', 'heidi']));
    expect(run.versions()).toEqual([2, 2, 2]);
  });

  it('does not hide that a user is deleted, when only who may activate memberships is out of sight', async () => {
    const run = departureRun();
    const unseen = [{ scope: 'Microsoft Graph', because: 'Who may activate a membership of a group: 403' }];
    const mayJoin = { group: 'group outer', member: 'dave', eligible: true };
    const before = tenant({ grants: tenant().grants.filter(({ principal }) => principal !== 'dave') });
    run.plant({ ...before, members: [...before.members, mayJoin] });
    await run.look();
    run.plant({ ...before, ...without('alice'), unseen });
    await run.pass(minutes(45));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'alice' }, presence: 'gone' }]);
  });
});
