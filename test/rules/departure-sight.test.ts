import { aGrant, aVault } from '../shared/access/a-tenant';
import { anHsm, departureRun, hsm, tenant, without } from './departure-run';
import { minutes } from './rotation-run';

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
    expect(run.troubles()).toMatchObject([{ kind: 'NeedsPerson' }]);

    const gone = tenant({ members: {}, grants: [], vaults: [aVault({ keys: ['ledger', 'cards'] }), anHsm([])] });
    run.plant(gone);
    await run.pass(minutes(60));
    const who = new Set((await run.cases()).map((each) => each?.principal.id));
    expect(await run.cases()).toHaveLength(5);
    expect(who).toEqual(new Set(['alice', 'bob', 'carol', 'dave', 'heidi']));
    expect(run.versions()).toEqual([2, 2, 2]);
  });

  it('is our own loss of sight of everybody but those who rule the directory', async () => {
    const run = departureRun();
    const ruled = tenant({
      who: ['alice', 'bob', 'dave', 'heidi', 'grace', 'app one'],
      owners: { 'app one': ['erin'] },
      directoryRoles: { '62e90394-69f5-4237-9190-012177145e10': ['grace'] },
      grants: [...tenant().grants, aGrant('app one')],
    });
    run.plant(ruled);
    await run.look();
    run.plant({
      ...ruled,
      principals: ruled.principals.map(({ id, kind }) => ({ id, kind: id === 'grace' ? kind : 'unknown' })),
      members: [],
      owners: [],
      unreadGroups: ['group outer', 'alice', 'bob', 'dave', 'heidi', 'app one'],
      unseen: [{ scope: 'Microsoft Graph', because: 'Who the holders of access are: 403' }],
    });
    await run.pass(minutes(60));
    expect(await run.cases()).toEqual([]);
  });

  it('is told though something else of the same was out of sight all along, and not told again in other words', async () => {
    const run = departureRun();
    const unseen = (...because: string[]) => because.map((each) => ({ scope: 'Microsoft Graph', because: each }));
    run.plant(tenant({ unseen: unseen('Who may activate a membership of a group: 403') }));
    await run.look();
    const [still, more] = ['Who may activate a membership of a group: refused', 'Who the holders of access are: 403'];
    run.plant(tenant({ unseen: unseen(still, more) }));
    await run.pass(minutes(45));
    expect(run.troubles()).toMatchObject([{ summary: expect.stringContaining(more) }]);
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

describe('events of the directory', () => {
  it('raise an alarm when they age: once while there is time, then every day', async () => {
    const run = departureRun();
    const expiresOn = new Date(run.clock.now().getTime() + 9 * 24 * 3_600_000).toISOString();
    run.world.directoryEvents.state.push({ resource: 'users', expiresOn, trouble: '403' }, { resource: 'groups' });
    await run.pass(minutes(60));
    expect(run.troubles()).toMatchObject([{ subject: 'Microsoft Graph users', severity: 'warning' }]);
    await run.clock.advance(minutes(4 * 24 * 60));
    await run.pass(minutes(60));
    expect(run.troubles().slice(1)).toMatchObject([{ severity: 'critical' }]);
  });
});
