import { mayUse } from '../../../shared/access/may-use';
import { reachesIn } from '../../../shared/access/reach-of';
import { wayInWords } from '../../../shared/access/way-in-words';
import { take } from '../../../shared/evidence/listed-rows';
import { KeyUrl } from '../../../shared/keys/key-url';
import { anEmulatedTenant, group, hsmUrl, subscription, vaultId, vaultUrl } from './an-emulated-tenant';

const cryptoUser = '12338af0-0e69-4776-bea7-57ae8d297424';
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const localCryptoUser = '21dbd100-6940-42c2-9190-5d6cb909625b';
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

type Tenant = ReturnType<typeof anEmulatedTenant>;

const aUser = ({ graph }: Tenant, id: string) =>
  graph.directory.put({
    kind: 'user',
    id,
    displayName: id,
    userPrincipalName: `${id}@halden.example`,
    accountEnabled: true,
  });
const aGroup = ({ graph }: Tenant, id: string, members: readonly string[]) => {
  graph.directory.put({ kind: 'group', id, displayName: id });
  for (const member of members) graph.directory.join(id, member);
};
const anAssignment = (principalId: string, role: string, scope: string) => ({
  id: `${principalId}-${role}`,
  principalId,
  principalType: 'User' as const,
  role,
  scope,
});

/** Everything that somebody reaches, with each way in words. */
const told = async (tenant: Tenant, principal: string) => {
  const { ways, objects } = reachesIn(await tenant.facts())(principal);
  const names = (id: string) => id;
  return {
    keys: objects
      .filter(({ kind }) => kind === 'key')
      .map(({ id, paths }) => `${id} ${[...new Set(paths.map(({ power }) => power))].join(' ')}`),
    ways: ways.map((way) => wayInWords(principal, way, names)),
  };
};

describe('the gathering of who has access', () => {
  it('reads assignments from management groups down, and groups in groups, page by page', async () => {
    const tenant = anEmulatedTenant();
    const { arm } = tenant;
    arm.authorization.place(subscription, ['corp', 'root']);
    arm.authorization.assign(
      anAssignment('outer', cryptoUser, '/providers/Microsoft.Management/managementGroups/root'),
    );
    arm.authorization.assign(anAssignment('outer', owner, '/subscriptions/elsewhere'));
    for (const name of ['ann', 'bob', 'cem', 'dan']) aUser(tenant, name);
    aGroup(tenant, 'outer', ['ann', 'bob', 'cem', 'inner']);
    aGroup(tenant, 'inner', ['dan']);
    expect(await told(tenant, 'dan')).toEqual({
      keys: [`${vaultUrl}/keys/ledger use manage export`],
      ways: [
        'dan is a member of inner, which is a member of outer, which has the role Key Vault Crypto User at /providers/microsoft.management/managementgroups/root.',
      ],
    });
    expect((await tenant.facts()).unseen).toEqual([]);
  });

  it('knows a role that can be assigned in one resource group only', async () => {
    const tenant = anEmulatedTenant();
    const { arm } = tenant;
    const dataActions = ['Microsoft.KeyVault/vaults/keys/sign/action'];
    const permissions = [{ actions: [], notActions: [], dataActions, notDataActions: [] }];
    arm.authorization.define({ id: 'signer', name: 'Signer', permissions, assignableScopes: [group] });
    arm.authorization.assign(anAssignment('ann', 'signer', group));
    aUser(tenant, 'ann');
    expect(await told(tenant, 'ann')).toMatchObject({ keys: [`${vaultUrl}/keys/ledger use`] });
    expect((await tenant.facts()).unseen).toEqual([]);
  });

  it('sees that deployments may read the secrets of a vault', async () => {
    const { arm, facts } = anEmulatedTenant();
    expect((await facts()).vaults).toMatchObject([{ deploysSecrets: false }, { deploysSecrets: false }]);
    arm.put({ id: vaultId, properties: { vaultUri: `${vaultUrl}/`, enabledForTemplateDeployment: true } });
    expect((await facts()).vaults).toMatchObject([{ deploysSecrets: true }, { deploysSecrets: false }]);
  });

  it('keeps who could use a key in a vault that holds none yet', async () => {
    const tenant = anEmulatedTenant();
    tenant.keys.softDelete(KeyUrl.parse(`${vaultUrl}/keys/ledger`));
    tenant.arm.authorization.assign(anAssignment('ann', cryptoUser, vaultId));
    aUser(tenant, 'ann');
    const facts = await tenant.facts();
    expect(facts.vaults.find(({ url }) => url === vaultUrl)?.keys).toEqual([]);
    expect(mayUse(facts, KeyUrl.parse(`${vaultUrl}/keys/to-come`))('ann')).toBe(true);
  });

  it('sees applications and managed identities in groups, which the list of members leaves out', async () => {
    const tenant = anEmulatedTenant();
    const { arm, graph } = tenant;
    arm.authorization.assign(anAssignment('outer', cryptoUser, vaultId));
    aUser(tenant, 'ann');
    graph.directory.put({
      kind: 'servicePrincipal',
      id: 'vm',
      displayName: 'vm',
      servicePrincipalType: 'ManagedIdentity',
    });
    graph.directory.put({ kind: 'servicePrincipal', id: 'sp', displayName: 'sp', servicePrincipalType: 'Application' });
    aGroup(tenant, 'inner', ['vm']);
    graph.directory.own('inner', 'sp');
    aGroup(tenant, 'outer', ['ann', 'inner']);
    expect((await told(tenant, 'vm')).ways).toEqual([
      expect.stringMatching(/^vm is a member of inner, which is a member of outer/),
    ]);
    expect((await told(tenant, 'sp')).ways).toEqual([expect.stringMatching(/^sp can join inner/)]);
    expect((await tenant.facts()).principals).toContainEqual({ id: 'vm', kind: 'managed-identity', name: 'vm' });
  });

  it('remembers groups from look to look, and takes nothing remembered for a report', async () => {
    const tenant = anEmulatedTenant();
    tenant.arm.authorization.assign(anAssignment('outer', cryptoUser, vaultId));
    aUser(tenant, 'ann');
    aGroup(tenant, 'outer', ['ann']);
    await tenant.facts();
    expect(await take(tenant.groups.list('groups'))).toEqual([]);
    for (let looks = 0; looks < 2; looks += 1) await tenant.look();
    for await (const row of tenant.groups.list('groups')) {
      const groups = { outer: { members: [], owners: [] } };
      expect(row.value.groups).toEqual({ outer: { members: ['ann'], owners: [] } });
      await tenant.groups.write(row, { ...row.value, groups }, row);
    }
    expect((await tenant.look()).members).toEqual([]);
    expect((await tenant.facts()).members).toEqual([{ group: 'outer', member: 'ann' }]);
  });

  it('reads eligibilities, deny assignments and owners of applications', async () => {
    const tenant = anEmulatedTenant();
    const { arm, graph } = tenant;
    aUser(tenant, 'ann');
    graph.directory.put({
      kind: 'servicePrincipal',
      id: 'sp',
      displayName: 'billing',
      appId: 'app',
      servicePrincipalType: 'Application',
    });
    graph.directory.own('app', 'ann');
    arm.authorization.makeEligible(anAssignment('sp', cryptoUser, group));
    expect(await told(tenant, 'ann')).toMatchObject({
      ways: [`ann can act as sp, which may activate the role Key Vault Crypto User at ${group.toLowerCase()}.`],
    });
    arm.deny({ name: 'no', scope: group, actions: [], dataActions: ['*'], principals: ['sp'] });
    expect(await told(tenant, 'ann')).toEqual({ keys: [], ways: [] });
  });

  it('looks into groups that only a deny assignment names, and knows management groups that only those name', async () => {
    const tenant = anEmulatedTenant();
    const { arm } = tenant;
    for (const name of ['ann', 'bob']) {
      aUser(tenant, name);
      arm.authorization.assign(anAssignment(name, cryptoUser, vaultId));
    }
    aGroup(tenant, 'exempt', ['bob']);
    arm.authorization.place(subscription, ['corp']);
    const scope = '/providers/Microsoft.Management/managementGroups/corp';
    arm.deny({ name: 'no', scope, actions: [], dataActions: ['*'], excluded: ['exempt'] });
    expect(await told(tenant, 'ann')).toEqual({ keys: [], ways: [] });
    expect((await told(tenant, 'bob')).keys).toHaveLength(1);
  });

  it('reads access policies where the vault looks at them', async () => {
    const tenant = anEmulatedTenant();
    aUser(tenant, 'ann');
    const accessPolicies = [
      { tenantId: 't', objectId: 'ANN', permissions: { keys: ['UnwrapKey', 'Backup'], secrets: [], certificates: [] } },
      { tenantId: 't', objectId: 'BOB', applicationId: 'APP', permissions: { keys: ['Sign'] } },
    ];
    tenant.arm.put({ id: vaultId, properties: { vaultUri: `${vaultUrl}/`, accessPolicies } });
    expect(await told(tenant, 'ann')).toEqual({
      keys: [`${vaultUrl}/keys/ledger use export`],
      ways: [`ann has an access policy of ${vaultUrl}.`],
    });
    expect((await told(tenant, 'bob')).ways).toEqual([
      expect.stringContaining('only while it acts through application app'),
    ]);
  });

  it('reads local roles of a Managed HSM at every scope, and who rules the directory', async () => {
    const tenant = anEmulatedTenant();
    for (const name of ['ann', 'grace']) aUser(tenant, name);
    tenant.hsm.assign({ id: 'a1', principalId: 'ann', role: localCryptoUser, scope: '/keys/master' });
    tenant.graph.directory.appoint(globalAdministrator, 'grace');
    expect(await told(tenant, 'ann')).toMatchObject({ keys: [`${hsmUrl}/keys/master use manage export`] });
    expect(await told(tenant, 'grace')).toMatchObject({
      keys: [`${vaultUrl}/keys/ledger grant`, `${hsmUrl}/keys/master grant`],
    });
  });

  it('reads who may activate a membership, or a role of the directory', async () => {
    const tenant = anEmulatedTenant();
    const { arm, graph } = tenant;
    for (const name of ['ann', 'bob', 'cem']) aUser(tenant, name);
    aGroup(tenant, 'inner', []);
    aGroup(tenant, 'outer', ['inner']);
    arm.authorization.assign(anAssignment('outer', cryptoUser, vaultId));
    graph.directory.makeEligible({ principalId: 'ann', groupId: 'inner', accessId: 'member' });
    graph.directory.makeEligible({ principalId: 'bob', groupId: 'inner', accessId: 'owner' });
    graph.directory.makeEligible({ principalId: 'cem', roleDefinitionId: globalAdministrator });
    const ways = (await Promise.all(['ann', 'bob', 'cem'].map((name) => told(tenant, name)))).flatMap(
      (each) => each.ways,
    );
    expect(ways).toEqual([
      `ann may make itself a member of inner, which is a member of outer, which has the role Key Vault Crypto User at ${vaultId.toLowerCase()}.`,
      `bob can join inner, which is a member of outer, which has the role Key Vault Crypto User at ${vaultId.toLowerCase()}.`,
      'cem may make itself Global Administrator, who can make itself anything.',
    ]);
  });

  it('tells who is disabled, and who is not there any more', async () => {
    const tenant = anEmulatedTenant();
    tenant.graph.directory.put({ kind: 'user', id: 'ann', displayName: 'Ann', accountEnabled: false });
    for (const name of ['ann', 'ghost']) tenant.arm.authorization.assign(anAssignment(name, cryptoUser, vaultId));
    expect((await tenant.facts()).principals).toEqual([
      { id: 'ann', kind: 'user', name: 'Ann', enabled: false },
      { id: 'ghost', kind: 'unknown' },
    ]);
  });

  it.each([
    ['Microsoft.Authorization/roleAssignments/read', `/subscriptions/${subscription}`],
    ['Microsoft.Authorization/roleEligibilityScheduleInstances/read', `/subscriptions/${subscription}`],
    ['Directory.Read.All', 'Microsoft Graph'],
    ['Microsoft.KeyVault/managedHsm/roleAssignments/read/action', hsmUrl],
  ])('names what it may not see without %s', async (right, scope) => {
    const tenant = anEmulatedTenant({ may: (action) => action !== right });
    tenant.arm.authorization.assign(anAssignment('ann', cryptoUser, vaultId));
    const { unseen } = await tenant.facts();
    expect(unseen).toContainEqual({ scope, because: expect.stringMatching(/Expected to be allowed/) });
  });

  it('takes a tenant without Privileged Identity Management for one where nobody is eligible', async () => {
    const tenant = anEmulatedTenant();
    const path = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances`;
    const code = 'AadPremiumLicenseRequired';
    tenant.arm.inject({ path, times: 1, effect: { kind: 'answer', status: 400, code, message: 'No license.' } });
    expect((await tenant.facts()).unseen).toEqual([]);
    tenant.arm.inject({ path, times: 1, effect: { kind: 'answer', status: 400, code: 'Other', message: 'Broken.' } });
    expect((await tenant.facts()).unseen).toHaveLength(1);
  });

  it('names a vault that Azure Resource Manager does not show', async () => {
    const tenant = anEmulatedTenant();
    tenant.arm.remove(vaultId);
    expect((await tenant.facts()).unseen).toMatchObject([{ scope: vaultUrl }]);
  });
});
