import type { RoleAssignment } from '../../../local/arm/authorization/authorization';
import { recordExporters } from '../../../orchestrations/steps/record-exporters';
import { takeRight } from '../../../orchestrations/steps/take-right';
import { carryingRoles, containActions, containCondition } from '../../../shared/incidents/contain-rights';
import { openIncident } from '../../../shared/incidents/open-incident';
import { rightsTaker } from '../../../shared/incidents/rights-taker';
import { fakeWorld } from '../../fakes/fake-world';
import { aPolicy } from '../../shared/policy/a-policy';
import { ledger } from '../../examples';
import { anEmulatedTenant, group, subscription, vaultId, vaultUrl } from '../access/an-emulated-tenant';

const { 'Key Vault Crypto Officer': officer = '', 'Key Vault Crypto User': user = '' } = carryingRoles;
const secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7';
const custom = '00000000-0000-4000-8000-000000000009';

type Planted = readonly [id: string, who: string, type: RoleAssignment['principalType'], role: string, scope?: string];

/** Who has what: people, a group of them and one with a service in it, services, Rewrap itself, and somebody from above. */
const planted: readonly Planted[] = [
  ['mallory-officer', 'mallory', 'User', officer],
  ['ann-at-key', 'ann', 'User', custom, `${vaultId}/keys/ledger`],
  ['ops-user', 'ops', 'Group', user],
  ['batch-user', 'batch', 'Group', user],
  ['orders-user', 'orders', 'ServicePrincipal', user],
  ['rewrap-officer', 'rewrap', 'ServicePrincipal', officer],
  ['mallory-secrets', 'mallory', 'User', secretsOfficer],
  ['cloud-officer', 'cloud', 'User', officer, group],
];

const aTenant = () => {
  const tenant = anEmulatedTenant();
  const { authorization } = tenant.arm;
  const part = { notActions: [], dataActions: [], notDataActions: [] };
  authorization.define({
    id: custom,
    name: 'Our key people',
    permissions: [{ ...part, actions: [], dataActions: ['Microsoft.KeyVault/vaults/keys/backup/action'] }],
  });
  authorization.define({
    id: 'contain',
    name: 'Rewrap contain (prod)',
    permissions: [{ ...part, actions: Object.values(containActions) }],
  });
  authorization.assign({
    id: 'contain-itself',
    principalId: 'contain',
    principalType: 'ServicePrincipal',
    role: 'contain',
    scope: vaultId,
    condition: containCondition({ roles: [...Object.values(carryingRoles), custom], own: ['rewrap', 'contain'] }),
  });
  for (const [id, principalId, principalType, role, scope = vaultId] of planted)
    authorization.assign({ id, principalId, principalType, role, scope });
  for (const id of ['mallory', 'ann', 'bob', 'cloud'])
    tenant.graph.directory.put({ kind: 'user', id, displayName: id, accountEnabled: true });
  for (const id of ['orders', 'rewrap'])
    tenant.graph.directory.put({
      kind: 'servicePrincipal',
      id,
      displayName: id,
      servicePrincipalType: 'ManagedIdentity',
    });
  for (const id of ['ops', 'batch']) tenant.graph.directory.put({ kind: 'group', id, displayName: id });
  tenant.graph.directory.join('ops', 'bob');
  tenant.graph.directory.join('batch', 'orders');
  const left = () => planted.map(([id]) => id).filter((id) => authorization.assignments.has(id));
  return { ...tenant, left };
};

const idOf = (name: string): string => {
  const [, , , , scope = vaultId] = planted.find(([id]) => id === name) ?? [];
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
};

describe('the identity that takes rights away', () => {
  it.each(['mallory-officer', 'ann-at-key', 'ops-user', 'batch-user'])(
    'is let take %s by its condition',
    async (name) => {
      const { armAs, left, revoked } = aTenant();
      await armAs('contain').revoke(idOf(name));
      expect(left()).not.toContain(name);
      expect(revoked).toEqual([{ id: name, by: 'contain' }]);
      await armAs('contain').revoke(idOf(name));
      expect(revoked).toHaveLength(1);
    },
  );

  it.each(['orders-user', 'rewrap-officer', 'mallory-secrets', 'cloud-officer', 'contain-itself'])(
    'is refused %s by Azure itself',
    async (name) => {
      const { armAs, left } = aTenant();
      await expect(armAs('contain').revoke(idOf(name))).rejects.toThrow('roleAssignments/delete');
      expect(left()).toHaveLength(planted.length);
    },
  );

  it('can give nobody anything, and takes nothing but assignments', async () => {
    const { armAs } = aTenant();
    const body = { properties: { roleDefinitionId: officer, principalId: 'contain' } };
    await expect(armAs('contain').put(idOf('new'), '2022-04-01', body)).rejects.toThrow('roleAssignments/write');
    await expect(armAs('contain').revoke(vaultId)).rejects.toThrow('the id of a role assignment');
  });

  it('takes in an incident what it may of people, and the rest is left with the reason', async () => {
    const { arm, armAs, access, left } = aTenant();
    const policy = aPolicy({ scope: { subscriptions: [subscription], vaults: [vaultUrl] } });
    const base = fakeWorld({ now: () => new Date('2030-01-01T00:00:00Z'), policy });
    const taker = rightsTaker(armAs('contain'), [custom]);
    const workflows = { start: async () => 'started' as const, tell: async () => undefined };
    const world = { ...base, access, rightsTaker: taker, workflows };
    const at = base.now().toISOString();
    const how = { mode: 'clean-vault', newDataKeys: false, containment: 'after' } as const;
    await openIncident(world, {
      id: 'INC-7',
      by: { id: 'x', name: 'Nadia' },
      ask: { ...how, at, by: 'Nadia', reason: 'a', scope: 'one', acceptedWeaker: false, takeBackupRights: true },
      certificates: [],
      keys: [{ ...how, key: ledger, requestId: 'r', rank: 0, askedAt: at }],
    });

    const { takes } = await recordExporters.run({ incidentId: 'INC-7' }, world);
    arm.authorization.revoke('ops-user');
    for (const right of takes)
      expect(await takeRight.run({ incidentId: 'INC-7', ...right }, world)).toEqual({ ok: {} });

    expect(left()).toEqual(['batch-user', 'orders-user', 'rewrap-officer', 'mallory-secrets', 'cloud-officer']);
    const told = (await world.incidents.rights('INC-7')).map(({ principal, takenAt, because = '' }) => [
      principal,
      takenAt ?? because,
    ]);
    expect(new Map(told.map(([who = '', what]) => [who, what]))).toEqual(
      new Map([
        ['mallory', at],
        ['ann', at],
        ['ops', at],
        ['batch', expect.stringContaining('a member of the group is a service')],
        ['orders', expect.stringContaining('it is a service')],
        ['rewrap', expect.stringContaining('it is a service')],
        ['cloud', expect.stringContaining('above the vault')],
      ]),
    );
    expect((await world.incidents.get('INC-7'))?.exporters).toMatchObject([{ vault: vaultUrl, unseen: [] }]);
  });
});
