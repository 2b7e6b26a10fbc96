import { exportersOf } from '../../../shared/incidents/exporters';
import { fc } from '../../properties';
import { aGrant, aRole, aTenant, aVault, group, vaultId, vaultUrl } from '../access/a-tenant';

const backer = aRole('backer', ['Microsoft.KeyVault/vaults/keys/backup/action']);
const other = aRole('other', ['Microsoft.KeyVault/vaults/keys/backup/action']);
const taking = { roles: new Set(['backer']), knownUsers: new Set(['batch']) };
const toBacker = { role: 'backer', id: '/assignments/1' };

type Tenant = Parameters<typeof aTenant>[0];

const judged = (how: Tenant) => {
  const [found] = exportersOf(aTenant({ roles: [backer, other], ...how }), vaultUrl, taking).exporters;
  return found && { takenBy: found.takenBy, because: found.because };
};

describe('who takes a backup right away', () => {
  it.each<[string, Tenant]>([
    ['from somebody who has it at the vault', { who: ['mallory'], grants: [aGrant('mallory', toBacker)] }],
    [
      'from somebody who has it at one key of the vault',
      { who: ['mallory'], grants: [aGrant('mallory', { ...toBacker, scope: `${vaultId}/keys/ledger` })] },
    ],
    [
      'from a group of people, and of groups of people',
      { members: { 'group a': ['group b', 'mallory'], 'group b': ['ann'] }, grants: [aGrant('group a', toBacker)] },
    ],
  ])('the identity, %s', (_, how) => {
    expect(judged(how)).toEqual({ takenBy: 'identity', because: undefined });
  });

  it.each<[string, Tenant, string]>([
    [
      'it lies above the vault',
      { who: ['mallory'], grants: [aGrant('mallory', { ...toBacker, scope: group('corp') })] },
      'above the vault',
    ],
    [
      'it lies at the root',
      { who: ['mallory'], grants: [aGrant('mallory', { ...toBacker, scope: '/' })] },
      'above the vault',
    ],
    [
      'it has to be activated first',
      { who: ['mallory'], grants: [aGrant('mallory', { ...toBacker, eligible: true })] },
      'Privileged Identity Management',
    ],
    [
      'the role is another one',
      { who: ['mallory'], grants: [aGrant('mallory', { role: 'other' })] },
      'Role other is not among the roles',
    ],
    ['a service holds it', { who: ['app orders'], grants: [aGrant('app orders', toBacker)] }, 'it is a service'],
    [
      'a service is in the group, however deep',
      { members: { 'group a': ['group b'], 'group b': ['app orders'] }, grants: [aGrant('group a', toBacker)] },
      'a member of the group is a service',
    ],
    [
      'the group could not be read',
      { who: ['group a'], unreadGroups: ['group a'], grants: [aGrant('group a', toBacker)] },
      'could not be seen',
    ],
    ['nobody knows who it is', { grants: [aGrant('mallory', toBacker)] }, 'could not be seen'],
    [
      'the policy names a member as a user of keys',
      { members: { 'group a': ['batch'] }, grants: [aGrant('group a', toBacker)] },
      'as a user of keys',
    ],
    [
      'it is an access policy',
      {
        who: ['mallory'],
        vaults: [
          aVault({
            usesAccessPolicies: true,
            accessPolicies: [{ principal: 'mallory', keys: ['backup'], certificates: [], secrets: [] }],
          }),
        ],
      },
      'no condition narrows that',
    ],
    [
      'it is a local role of a Managed HSM',
      {
        who: ['mallory'],
        vaults: [
          aVault({
            kind: 'managed-hsm',
            localRoles: [aRole('local', ['Microsoft.KeyVault/managedHsm/keys/backup/action'])],
            localGrants: [aGrant('mallory', { role: 'local', scope: '/keys' })],
          }),
        ],
      },
      'local roles',
    ],
  ])('a person, where %s', (_, how, because) => {
    expect(judged(how)).toEqual({ takenBy: 'person', because: expect.stringContaining(because) });
  });

  it('a person, where there is no identity for it', () => {
    const facts = aTenant({ who: ['mallory'], roles: [backer], grants: [aGrant('mallory', toBacker)] });
    expect(exportersOf(facts, vaultUrl).exporters).toMatchObject([{ takenBy: 'person' }]);
  });

  it('gives the command that gives it back, with its condition, in one word for a shell', () => {
    const condition = "@Resource[x] StringEquals 'y'";
    const grants = [aGrant('mallory', { ...toBacker, condition })];
    const [found] = exportersOf(aTenant({ who: ['mallory'], roles: [backer], grants }), vaultUrl, taking).exporters;
    expect(found?.assignment).toEqual({
      id: '/assignments/1',
      role: 'backer',
      roleName: 'Role backer',
      scope: vaultId,
      condition,
    });
    expect(found?.giveBack).toBe(
      `az role assignment create --role backer --assignee-object-id mallory --assignee-principal-type User --scope ${vaultId} --condition '@Resource[x] StringEquals '\\''y'\\''' --condition-version 2.0`,
    );
  });

  it('never the identity, where the right is also that of what is no person', () => {
    const people = ['ann', 'bob'];
    const services = ['app orders', 'app rewrap'];
    const groups = ['group a', 'group b', 'group c'];
    const anybody = fc.constantFrom(...people, ...services, ...groups);
    const memberships = fc.dictionary(fc.constantFrom(...groups), fc.uniqueArray(anybody, { maxLength: 3 }));
    fc.assert(
      fc.property(memberships, fc.uniqueArray(anybody, { minLength: 1 }), (members, holders) => {
        const grants = holders.map((each) => aGrant(each, { role: 'backer', id: `/assignments/${each}` }));
        const facts = aTenant({ who: [...people, ...services, ...groups], members, roles: [backer], grants });
        const { exporters } = exportersOf(facts, vaultUrl, taking);
        const taken = exporters.filter(({ takenBy }) => takenBy === 'identity').map(({ principal }) => principal);
        // Whoever is reached by following memberships downwards, one generation after the other.
        const within = (id: string, deep: number): string[] =>
          deep === 0 ? [] : [id, ...(members[id] ?? []).flatMap((each) => within(each, deep - 1))];
        const stranded = taken.flatMap((id) => within(id, 5)).filter((id) => services.includes(id));
        expect(stranded).toEqual([]);
        expect(holders.filter((id) => people.includes(id)).every((id) => taken.includes(id))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
