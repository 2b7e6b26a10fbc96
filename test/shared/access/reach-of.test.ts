import type { Reach } from '../../../shared/access/reach';
import { reachOf } from '../../../shared/access/reach-of';
import { wayInWords } from '../../../shared/access/way-in-words';
import { aDenial, aGrant, aRole, aTenant, aVault, group, ledger, subscription, unwrapper, vaultId } from './a-tenant';

const vaults = 'Microsoft.KeyVault/vaults';

/** What the principal can do with the ledger key, in words: power, whether it has to take something over, the chain. */
const pathsTo = ({ ways, objects }: Reach, id: string = ledger): string[] =>
  (objects.find((each) => each.id === id)?.paths ?? []).map(({ power, way }) => {
    const { chain = [], takesOver, eligible, source } = ways[way] ?? {};
    const links = chain.map(
      (link) =>
        `${link.kind} ${'group' in link ? link.group : 'servicePrincipal' in link ? link.servicePrincipal : link.name}`,
    );
    return [
      power,
      ...(takesOver ? ['taking over'] : []),
      ...(eligible ? ['eligible'] : []),
      ...links,
      `by ${source && 'id' in source ? source.id : source?.kind}`,
    ].join(' · ');
  });

describe('reachOf', () => {
  it('finds nothing for somebody without access', () => {
    expect(reachOf('mallory', aTenant({ who: ['mallory'], grants: [aGrant('alice')] })).objects).toEqual([]);
  });

  it('tells the exact path: assignment, role, scope, actions', () => {
    const { objects, ways } = reachOf('ALICE', aTenant({ who: ['alice'], grants: [aGrant('alice')] }));
    expect(objects).toMatchObject([
      { id: ledger, kind: 'key', paths: [{ power: 'use', way: 0, actions: [`${vaults}/keys/unwrap/action`] }] },
    ]);
    expect(ways).toEqual([
      {
        chain: [],
        holder: 'alice',
        source: {
          kind: 'role-assignment',
          id: 'alice is unwrapper',
          role: 'unwrapper',
          roleName: 'Role unwrapper',
          scope: vaultId,
        },
        takesOver: false,
        eligible: false,
      },
    ]);
  });

  it.each(['/', group('root'), `/subscriptions/${subscription}`, vaultId, `${vaultId}/keys/ledger`])(
    'counts an assignment at %s',
    (scope) => {
      expect(pathsTo(reachOf('alice', aTenant({ grants: [aGrant('alice', { scope })] })))).toHaveLength(1);
    },
  );

  it.each([group('other'), '/subscriptions/other', `${vaultId}2`, `${vaultId}/keys/led`, `${vaultId}/keys/other`])(
    'does not count an assignment at %s',
    (scope) => {
      expect(pathsTo(reachOf('alice', aTenant({ grants: [aGrant('alice', { scope })] })))).toEqual([]);
    },
  );

  it('goes up through nested groups, whatever circles they make', () => {
    const members = { 'group b': ['group a'], 'group a': ['alice', 'group b'] };
    expect(pathsTo(reachOf('alice', aTenant({ members, grants: [aGrant('group b')] })))).toEqual([
      'use · member-of group a · member-of group b · by group b is unwrapper',
    ]);
  });

  it('expands wildcards and takes away what a role leaves out, part by part', () => {
    const permissions = [
      ...aRole('', [`${vaults}/*`], { notDataActions: [`${vaults}/keys/unwrap/*`, `${vaults}/KEYS/backup/action`] })
        .permissions,
      ...aRole('', [`${vaults}/keys/backup/action`]).permissions,
    ];
    const roles = [{ id: 'unwrapper', name: 'Wild', permissions }];
    const { objects } = reachOf('alice', aTenant({ roles, grants: [aGrant('alice')] }));
    const actions = objects.flatMap(({ paths }) => paths.flatMap((path) => path.actions));
    expect(actions).toContain(`${vaults}/keys/wrap/action`);
    expect(actions).toContain(`${vaults}/keys/backup/action`);
    expect(actions).not.toContain(`${vaults}/keys/unwrap/action`);
  });

  it('lets a deny assignment take access away, but not from those that it exempts', () => {
    const members = { 'group a': ['alice', 'bob'], 'group exempt': ['bob'] };
    const tenant = aTenant({
      members,
      grants: [aGrant('group a')],
      denials: [aDenial(['group a'], { excluded: ['group exempt'] })],
    });
    expect(pathsTo(reachOf('alice', tenant))).toEqual([]);
    expect(pathsTo(reachOf('bob', tenant))).toHaveLength(1);
  });

  it('denies nobody what he reaches without activating the membership that is denied', () => {
    const tenant = aTenant({
      members: { 'group a': ['alice'], 'group b': ['bob'], 'group c': ['carol'], 'group d': ['group c'] },
      grants: [aGrant('alice'), aGrant('bob'), aGrant('group c')],
      denials: [aDenial(['group a', 'group b', 'group d'])],
    });
    const mayJoin = {
      ...tenant,
      members: tenant.members.map((each) => ({
        ...each,
        eligible: each.group === 'group a' || each.group === 'group c',
      })),
    };
    expect(pathsTo(reachOf('alice', mayJoin))).toEqual(['use · by alice is unwrapper']);
    expect(pathsTo(reachOf('bob', mayJoin))).toEqual([]);
    // She has to activate what brings her into the denied group.
    expect(pathsTo(reachOf('carol', mayJoin))).toEqual([]);
  });

  it('denies what somebody could have through a group that he may join, where that group is denied', () => {
    const tenant = aTenant({
      members: { 'group outer': ['group a'], 'group a': ['bob'] },
      owners: { 'group a': ['alice'] },
      grants: [aGrant('group outer')],
    });
    expect(pathsTo(reachOf('alice', tenant))).toHaveLength(1);
    expect(pathsTo(reachOf('alice', { ...tenant, denials: [aDenial(['group a'])] }))).toEqual([]);
  });

  it('does not trust a deny assignment whose exempt group it cannot look into', () => {
    const denials = [aDenial(['alice'], { excluded: ['group dark'] })];
    const tenant = aTenant({ who: ['group dark'], grants: [aGrant('alice')], denials, unreadGroups: ['group dark'] });
    expect(pathsTo(reachOf('alice', tenant))).toHaveLength(1);
    expect(pathsTo(reachOf('alice', { ...tenant, unreadGroups: [] }))).toEqual([]);
  });

  it('finds who may exempt himself by joining a group of his', () => {
    const denials = [aDenial(['alice'], { excluded: ['group exempt'] })];
    const tenant = aTenant({
      members: { 'group exempt': ['bob'] },
      owners: { 'group exempt': ['alice'] },
      grants: [aGrant('alice')],
      denials,
    });
    const reach = reachOf('alice', tenant);
    expect(pathsTo(reach)).toEqual(['use · taking over · by alice is unwrapper']);
    expect(reach.ways).toMatchObject([{ chain: [], exemptBy: [{ kind: 'owner-of', group: 'group exempt' }] }]);
    expect(reach.ways.map((way) => wayInWords('alice', way, (id) => id))).toEqual([
      `alice has the role Role unwrapper at ${vaultId}. That is denied, but it can join group exempt, which is exempt.`,
    ]);
  });

  it('lets no condition that it cannot judge narrow anything, and names it', () => {
    const tenant = aTenant({
      grants: [aGrant('alice', { condition: '@Resource[name] StringEquals "x"' })],
      denials: [aDenial(['alice'], { condition: 'unknown' })],
    });
    const { ways } = reachOf('alice', tenant);
    expect(ways).toMatchObject([{ condition: '@Resource[name] StringEquals "x"' }]);
  });

  it('counts what somebody may activate, and says so', () => {
    const tenant = aTenant({ grants: [aGrant('alice', { eligible: true })] });
    expect(pathsTo(reachOf('alice', tenant))).toEqual(['use · eligible · by alice is unwrapper']);
  });

  it('counts a membership that must be activated, and says so only where no lasting one leads there', () => {
    const members = { 'group a': ['alice', 'bob'], 'group b': ['group a'] };
    const tenant = aTenant({ members, grants: [aGrant('group b')] });
    const eligible = {
      ...tenant,
      members: tenant.members.map((each) => ({ ...each, eligible: each.member === 'alice' })),
    };
    expect(pathsTo(reachOf('alice', eligible))).toEqual([
      'use · eligible · member-of group a · member-of group b · by group b is unwrapper',
    ]);
    const both = { ...eligible, members: [...eligible.members, { group: 'group a', member: 'alice' }] };
    expect(pathsTo(reachOf('alice', both))).toEqual([
      'use · member-of group a · member-of group b · by group b is unwrapper',
    ]);
    const shortcut = {
      ...eligible,
      members: [{ group: 'group b', member: 'bob', eligible: true }, ...eligible.members],
    };
    expect(pathsTo(reachOf('bob', shortcut))).toEqual(pathsTo(reachOf('bob', eligible)));
  });

  it('follows ownership of groups and applications', () => {
    const tenant = aTenant({
      members: { 'group a': ['app one'] },
      owners: { 'app one': ['app two'], 'app two': ['alice'] },
      grants: [aGrant('group a')],
    });
    expect(pathsTo(reachOf('alice', tenant))).toEqual([
      'use · taking over · owner-of-application app two · owner-of-application app one · member-of group a · by group a is unwrapper',
    ]);
  });

  it('counts whoever rules applications, and whoever rules everything', () => {
    const tenant = aTenant({
      who: ['app one', 'alice', 'grace'],
      grants: [aGrant('app one')],
      directoryRoles: {
        '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': ['alice'],
        '62e90394-69f5-4237-9190-012177145e10': ['grace'],
      },
    });
    expect(pathsTo(reachOf('alice', tenant))).toEqual([
      'use · taking over · directory-role Application Administrator · owner-of-application app one · by app one is unwrapper',
    ]);
    expect(pathsTo(reachOf('grace', tenant))).toEqual(['grant · by directory-role']);
  });

  it('counts who can give himself a role', () => {
    const admin = { ...aRole('admin', [], { actions: ['*'], notActions: ['Microsoft.KeyVault/*'] }) };
    expect(
      pathsTo(reachOf('alice', aTenant({ roles: [admin], grants: [aGrant('alice', { role: 'admin' })] }))),
    ).toEqual(['grant · by alice is admin']);
  });

  it('looks at access policies where the vault does, and then at no data actions of roles', () => {
    const accessPolicies = [
      { principal: 'alice', keys: ['unwrapkey', 'backup'], certificates: [], secrets: [] },
      { principal: 'carol', keys: ['all'], certificates: [], secrets: [] },
    ];
    const writer = aRole('writer', [], { actions: [`${vaults}/accessPolicies/write`] });
    const tenant = (usesAccessPolicies: boolean) =>
      aTenant({
        vaults: [aVault({ usesAccessPolicies, accessPolicies })],
        roles: [unwrapper, writer],
        grants: [aGrant('bob'), aGrant('dave', { role: 'writer' })],
      });
    const reaching = (uses: boolean) =>
      ['alice', 'bob', 'carol', 'dave'].map((name) =>
        pathsTo(reachOf(name, tenant(uses))).map((path) => path.split(' ')[0]),
      );
    expect(reaching(true)).toEqual([['use', 'export'], [], ['use', 'manage', 'export'], ['grant']]);
    expect(reaching(false)).toEqual([[], ['use'], [], []]);
  });

  it('knows the local roles of a Managed HSM at each of their scopes, and that roles of Azure give nothing in it', () => {
    const url = 'https://pool.managedhsm.azure.net';
    const hsm = 'Microsoft.KeyVault/managedHsm';
    const localRoles = [aRole('user', [`${hsm}/keys/*`]), aRole('policy', [`${hsm}/roleAssignments/write/action`])];
    const grant = (principal: string, role: string, scope: string) => aGrant(principal, { role, scope });
    const localGrants = [
      grant('alice', 'user', '/keys/ledger'),
      grant('bob', 'user', '/keys'),
      grant('carol', 'policy', '/'),
    ];
    const pool = aVault({ url, kind: 'managed-hsm', keys: ['ledger', 'other'], localRoles, localGrants });
    const owner = aRole('owner', ['*'], { actions: ['*'] });
    const tenant = aTenant({ vaults: [pool], roles: [owner], grants: [aGrant('dave', { role: 'owner' })] });
    const reached = (name: string) =>
      reachOf(name, tenant).objects.map(
        ({ id, paths }) => `${id.slice(url.length)} ${paths.map(({ power }) => power).join(' ')}`,
      );
    expect(reached('alice')).toEqual(['/keys/ledger use manage export']);
    expect(reached('bob')).toEqual(['/keys/ledger use manage export', '/keys/other use manage export']);
    expect(reached('carol')).toEqual([' grant', '/keys/ledger grant', '/keys/other grant']);
    expect(reached('dave')).toEqual([' manage grant']);
  });

  it('counts an exportable certificate as its key', () => {
    const reader = aRole('reader', [`${vaults}/secrets/getSecret/action`]);
    const tenant = aTenant({
      vaults: [aVault({ certificates: ['ledger'] })],
      roles: [reader],
      grants: [aGrant('alice', { role: 'reader' })],
    });
    expect(reachOf('alice', tenant).objects).toMatchObject([{ kind: 'certificate', paths: [{ power: 'export' }] }]);
  });

  it('names roles that it does not know', () => {
    const { unseen } = reachOf('alice', aTenant({ roles: [], grants: [aGrant('alice')] }));
    expect(unseen).toEqual([{ scope: 'alice is unwrapper', because: 'What its role unwrapper allows is not known' }]);
  });
});
