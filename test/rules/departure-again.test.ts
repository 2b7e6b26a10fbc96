import { aGrant } from '../shared/access/a-tenant';
import { departureRun, tenant, without } from './departure-run';
import { minutes } from './rotation-run';

const withoutGrantOf = (principal: string) =>
  tenant({ grants: tenant().grants.filter((each) => each.principal !== principal) });

describe('somebody who was looked at before', () => {
  it('R19b: leaves a second time, and has a second case, though all access is as it was the first time', async () => {
    const run = departureRun();
    await run.look();
    run.plant(withoutGrantOf('alice'));
    await run.pass(minutes(60));
    run.plant(tenant());
    await run.pass(minutes(60));
    run.plant(withoutGrantOf('alice'));
    await run.pass(minutes(60));
    expect((await run.cases()).map((each) => each?.verdict)).toEqual(['departure', 'gained', 'departure']);
    expect(run.versions()).toEqual([3, 3, 1]);
  });

  it('R19a: was deleted, and does not leave again when its orphaned assignment is taken away', async () => {
    const run = departureRun();
    await run.look();
    run.plant({ ...tenant(), ...without('alice') });
    await run.pass(minutes(60));
    run.plant({ ...withoutGrantOf('alice'), ...without('alice') });
    await run.pass(minutes(60));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'alice' }, presence: 'gone' }]);
    expect(run.versions()).toEqual([2, 2, 1]);
  });

  it('R19a: had access through a group, and its case says that it was deleted, though no list shows it any more', async () => {
    const run = departureRun();
    await run.look();
    run.world.directory.deleted.add('carol');
    run.plant({
      ...tenant({ members: { 'group outer': ['group inner'], 'group inner': [] } }),
      principals: tenant().principals.filter(({ id }) => id !== 'carol'),
    });
    await run.pass(minutes(60));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'carol', kind: 'user' }, presence: 'gone' }]);
    expect(run.versions()).toEqual([2, 2, 1]);
  });

  it('R19b: was in a group that was deleted: one case, and none for the group when its assignment is taken away', async () => {
    const run = departureRun();
    await run.look();
    const gone = { ...tenant({ members: {} }), ...without('group outer') };
    run.plant(gone);
    await run.pass(minutes(60));
    run.plant({ ...gone, grants: gone.grants.filter(({ principal }) => principal !== 'group outer') });
    await run.pass(minutes(60));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'carol' } }]);
    expect(run.versions()).toEqual([2, 2, 1]);
  });

  it.each([
    [
      'disabled and enabled',
      tenant().principals.map((each) => (each.id === 'alice' ? { ...each, enabled: false } : each)),
    ],
    ['deleted and restored', without('alice').principals],
  ])('was %s again before that had settled, and was never gone', async (_, principals) => {
    const run = departureRun();
    await run.look();
    run.plant({ ...tenant(), principals });
    await run.look();
    run.plant(tenant());
    await run.pass(minutes(60));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'alice' }, presence: 'here', verdict: 'restored' }]);
    expect(run.versions()).toEqual([1, 1, 1]);
  });

  it('left before somebody had the key rotated by hand, which serves for that, too', async () => {
    const run = departureRun();
    await run.look();
    run.plant(withoutGrantOf('alice'));
    await run.look();
    await run.ask('manual');
    await run.pass(minutes(60));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'alice' }, verdict: 'departure' }]);
    expect(run.versions()).toEqual([2, 2, 1]);
  });

  it('had access for less than it takes to settle, and is a departure all the same', async () => {
    const run = departureRun();
    await run.look();
    run.plant(tenant({ grants: [...tenant().grants, aGrant('mallory')] }));
    await run.look();
    run.plant(tenant());
    await run.pass(minutes(60));
    expect(await run.cases()).toMatchObject([{ principal: { id: 'mallory' }, verdict: 'departure' }]);
    expect(run.versions()).toEqual([2, 2, 1]);
  });
});
