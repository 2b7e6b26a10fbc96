import { tellDeparture } from '../../shared/departures/tell-departure';
import { aDenial, aGrant, aRole, aTenant, aVault, group, subscription, vaultId } from '../shared/access/a-tenant';
import { anHsm, departureRun, hsm, tenant } from './departure-run';
import { minutes } from './rotation-run';

const keys = ['ledger', 'cards'];
const vault = (how: Parameters<typeof aVault>[0] = {}) => aVault({ keys, ...how });
const policyOf = (principal: string, ...names: string[]) => ({ principal, keys: names, certificates: [], secrets: [] });
const withPolicies = (...accessPolicies: ReturnType<typeof policyOf>[]) =>
  tenant({ vaults: [vault({ usesAccessPolicies: true, accessPolicies })], grants: [] });
const usesHsm = (...dataActions: string[]) =>
  aRole(
    'hsm-crypto',
    dataActions.map((action) => `Microsoft.KeyVault/managedHsm/${action}`),
  );
const withLocalRole = (role: ReturnType<typeof aRole>, grants: { principal: string; scope: string }[]) =>
  tenant({
    vaults: [
      vault(),
      {
        ...anHsm(grants.map(({ principal, scope }) => aGrant(principal, { role: role.id, scope }))),
        localRoles: [role],
      },
    ],
  });

/** The only case, of a change from one look to another. */
const caseOf = async (before: ReturnType<typeof tenant>, after: ReturnType<typeof tenant>) => {
  const run = departureRun();
  run.plant(before);
  await run.look();
  run.plant(after);
  await run.pass(minutes(45));
  return { cases: await run.cases(), versions: run.versions() };
};

describe('R19b: access that is lost', () => {
  it.each([
    [
      'by a subscription that moves out of a management group',
      tenant(),
      tenant({ above: { [subscription]: [group('root')] } }),
      { principal: { id: 'bob' } },
    ],
    [
      'by a role that was made to allow less',
      tenant({ grants: [aGrant('alice')] }),
      tenant({ grants: [aGrant('alice')], roles: [aRole('unwrapper', ['Microsoft.KeyVault/vaults/keys/read'])] }),
      { principal: { id: 'alice' } },
    ],
    [
      'by a deny assignment that was made',
      tenant({ grants: [aGrant('alice')] }),
      tenant({ grants: [aGrant('alice')], denials: [aDenial(['alice'])] }),
      { principal: { id: 'alice' } },
    ],
    [
      'by a permission that was taken out of an access policy',
      withPolicies(policyOf('alice', 'get', 'unwrapkey')),
      withPolicies(policyOf('alice', 'get')),
      { principal: { id: 'alice' } },
    ],
    [
      'by a vault that was switched from access policies to roles',
      withPolicies(policyOf('alice', 'unwrapkey')),
      tenant({ vaults: [vault({ accessPolicies: [policyOf('alice', 'unwrapkey')] })], grants: [] }),
      { principal: { id: 'alice' } },
    ],
  ])('%s is a departure', async (_, before, after, expected) => {
    const { cases, versions } = await caseOf(before, after);
    expect(cases).toMatchObject([{ verdict: 'departure', ...expected }]);
    expect(versions).toEqual([2, 2, 1]);
  });

  it('is none where a vault is switched to roles that give the same', async () => {
    const before = withPolicies(policyOf('alice', 'unwrapkey'));
    const after = tenant({ vaults: [vault()], grants: [aGrant('alice')] });
    expect((await caseOf(before, after)).cases).toEqual([]);
  });

  it('over a whole Managed HSM is lost over each key in it: a full backup holds them all', async () => {
    const keeper = usesHsm('backup/start/action');
    const { cases } = await caseOf(
      withLocalRole(keeper, [{ principal: 'heidi', scope: '/' }]),
      withLocalRole(keeper, []),
    );
    expect(cases).toMatchObject([{ counts: { 'propose-clean-vault': 1 } }]);
  });

  it('by the owner of a subscription is not lost over keys of a Managed HSM, which no role of Azure gives', async () => {
    const before = tenant({ grants: [aGrant('alice', { role: 'owner', scope: `/subscriptions/${subscription}` })] });
    const { cases } = await caseOf(before, tenant({ grants: [] }));
    expect(cases[0]?.objects.filter(({ id }) => id.startsWith(hsm))).toMatchObject([{ id: hsm, response: 'none' }]);
  });

  it('over the key of a certificate has the certificate renewed by a person, and not the key rotated', async () => {
    const before = tenant({ vaults: [vault({ certificates: ['cards'] })], grants: [aGrant('alice')] });
    const { cases, versions } = await caseOf(before, { ...before, grants: [] });
    expect(cases).toMatchObject([{ counts: { 'new-version': 1, propose: 1 } }]);
    expect(versions).toEqual([2, 1, 1]);
  });
});

describe('a case, as evidence', () => {
  it('tells by which ways there was access, and which of them are no more', async () => {
    const twice = [aGrant('alice'), aGrant('alice', { role: 'backup', id: 'backs up' })];
    const { cases } = await caseOf(tenant({ grants: twice }), tenant({ grants: twice.slice(0, 1) }));
    expect(cases).toMatchObject([
      {
        ways: [expect.stringContaining('Role unwrapper'), expect.stringContaining('Role backup')],
        waysGone: [expect.stringContaining('Role backup')],
        waysNew: [],
      },
    ]);
  });

  it('tells by which way access was gained', async () => {
    const { cases } = await caseOf(tenant(), tenant({ grants: [...tenant().grants, aGrant('mallory')] }));
    expect(cases).toMatchObject([
      { verdict: 'gained', ways: [], waysNew: [expect.stringContaining('mallory has the')] },
    ]);
  });

  it('has what events told of the principal, and of what gave it access, and of nothing else', async () => {
    const run = departureRun();
    run.plant(withPolicies(policyOf('alice', 'unwrapkey')));
    await run.look();
    const told = ['alice', `${vaultId}/accesspolicies/replace`, 'bob', `${vaultId}2`];
    for (const about of told)
      await run.world.news.note({ id: about, what: 'a write', about, at: run.clock.now().toISOString() });
    run.plant(withPolicies());
    await run.pass(minutes(45));
    const events = (await run.cases()).flatMap((each) => each?.events.map(({ about }) => about));
    expect(new Set(events)).toEqual(new Set([`${vaultId}/accesspolicies/replace`, 'alice']));
  });

  it('has what events told of the definition of a role that gave access', async () => {
    const run = departureRun();
    run.plant(tenant({ grants: [aGrant('alice')] }));
    await run.look();
    const about = `/subscriptions/${subscription}/providers/microsoft.authorization/roledefinitions/unwrapper`;
    await run.world.news.note({ id: 'n', what: 'a write', about, at: run.clock.now().toISOString() });
    run.plant(tenant({ grants: [aGrant('alice')], roles: [] }));
    await run.pass(minutes(45));
    expect(await run.cases()).toMatchObject([{ events: [{ about }] }]);
  });

  it('tells all that was gained while it settled', async () => {
    const run = departureRun();
    await run.look();
    const some = [...tenant().grants, aGrant('mallory', { scope: `${vaultId}/keys/ledger` })];
    run.plant(tenant({ grants: some }));
    await run.look();
    run.plant(tenant({ grants: [...some, aGrant('mallory')] }));
    await run.pass(minutes(45));
    expect(await run.cases()).toMatchObject([{ verdict: 'gained', objects: [{}, {}] }]);
  });

  it('says how many ways it leaves out', async () => {
    const many = Array.from({ length: 60 }, (_, n) => aGrant('alice', { id: `${n}`, role: `role-${n}` }));
    const roles = many.map(({ role }) => aRole(role, ['Microsoft.KeyVault/vaults/keys/sign/action']));
    const { cases } = await caseOf(tenant({ grants: many, roles }), tenant({ grants: [], roles }));
    expect(cases[0]?.ways).toHaveLength(51);
    expect(cases[0]?.ways.at(-1)).toBe('and 10 more');
  });
});

describe('somebody who is said to leave', () => {
  const words = { reason: 'leaves', by: 'Nadia' };

  it('has rotated what it has gained since the last look, too', async () => {
    const run = departureRun();
    await run.look();
    run.plant(tenant({ grants: [...tenant().grants, aGrant('mallory')] }));
    await tellDeparture(run.simulation.world, { ...words, principal: 'mallory' });
    await run.clock.advance(minutes(15));
    expect(await run.cases()).toMatchObject([{ verdict: 'departure', counts: { 'new-version': 2 } }]);
  });

  it('is a managed identity, though the policy only records what those lose', async () => {
    const run = departureRun();
    const identity = { id: 'alice', kind: 'managed-identity' as const };
    run.plant({ ...tenant(), principals: [identity] });
    await run.look();
    await tellDeparture(run.simulation.world, { ...words, principal: 'alice' });
    await run.clock.advance(minutes(15));
    expect(await run.cases()).toMatchObject([{ verdict: 'departure', counts: { 'new-version': 2 } }]);
  });

  it('may be somebody whom the directory does not show, as long as it holds access', async () => {
    const run = departureRun();
    run.plant({ ...aTenant({ grants: [aGrant('erin')] }), principals: [{ id: 'erin', kind: 'unknown' }] });
    await run.look();
    expect(await tellDeparture(run.simulation.world, { ...words, principal: 'erin' })).toBe('begun');
    expect(await tellDeparture(run.simulation.world, { ...words, principal: 'eve' })).toBe('unknown');
  });
});
