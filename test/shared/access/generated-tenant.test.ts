import type { AccessFacts } from '../../../shared/access/facts';
import type { Reach, Way } from '../../../shared/access/reach';
import { reachesIn } from '../../../shared/access/reach-of';
import { bruteForce } from './brute-force';
import { generatedTenant } from './generated-tenant';

/** Of what has to be taken over first, only the assignment is asked whether it must be activated. */
const sourceOf = ({ source, eligible, takesOver }: Way, eligibleGrants: ReadonlySet<string>): string => {
  const first = (takesOver ? 'id' in source && eligibleGrants.has(source.id) : eligible) ? ' eligible' : '';
  if (source.kind === 'access-policy') return `policy ${source.vault}${first}`;
  return `${source.kind === 'directory-role' ? `role ${source.role}` : source.id}${first}`;
};

/** The report in the words of the brute force. */
const linesOf = ({ ways, objects }: Reach, { grants }: AccessFacts): Set<string> => {
  const eligible = new Set(grants.filter((grant) => grant.eligible).map(({ id }) => id));
  const sources = ways.map((way) => `${way.takesOver ? 'could have' : 'has'}|${sourceOf(way, eligible)}`);
  const lines = objects.flatMap(({ id, paths }) =>
    paths.flatMap(({ power, way, actions }) => {
      const [how, from] = sources[way]?.split('|') ?? [];
      return actions.map((action) => `${how} ${id} ${power} ${action} by ${from}`);
    }),
  );
  return new Set(lines);
};

/** The first link of a way that is none, or that does not lead to its holder. */
const brokenLink = (principal: string, { chain, holder }: Way, facts: AccessFacts): string | undefined => {
  let at = principal;
  let actor = principal;
  let ruling = false;
  for (const link of chain) {
    if (link.kind === 'directory-role') {
      if (!facts.directoryRoles.some((held) => held.role === link.role && held.holder === at))
        return `${at} is no ${link.name}`;
      ruling = true;
      continue;
    }
    const owns = (of: string) => ruling || facts.owners.some((each) => each.of === of && each.owner === actor);
    if (link.kind === 'member-of') {
      if (!facts.members.some(({ group, member }) => group === link.group && member === at))
        return `${at} is not in ${link.group}`;
      at = link.group;
    } else if (link.kind === 'owner-of') {
      if (!owns(link.group)) return `${actor} does not own ${link.group}`;
      at = link.group;
    } else {
      if (!owns(link.servicePrincipal)) return `${actor} does not own ${link.servicePrincipal}`;
      at = actor = link.servicePrincipal;
    }
    ruling = false;
  }
  return at === holder ? undefined : `the chain ends at ${at}, not at ${holder}`;
};

const difference = (left: ReadonlySet<string>, right: ReadonlySet<string>) =>
  [...left].filter((line) => !right.has(line)).slice(0, 3);

/** What is missing, what is invented, and which chains do not hold, over everybody. */
const disagreements = (facts: AccessFacts) => {
  const reach = reachesIn(facts);
  const expected = bruteForce(facts);
  let lines = 0;
  const found = facts.principals.flatMap(({ id }) => {
    const report = reach(id);
    const told = linesOf(report, facts);
    const truth = expected(id);
    lines += truth.size;
    const broken = report.ways.flatMap((way) => brokenLink(id, way, facts) ?? []);
    const all = { missing: difference(truth, told), invented: difference(told, truth), broken };
    return Object.values(all).some((each) => each.length > 0) ? [{ id, ...all }] : [];
  });
  return { found: found.slice(0, 3), lines };
};

/** A tenant with ways in that somebody has laid, each with what must be told of it. */
const withPlantedPaths = (tenant: AccessFacts): AccessFacts => {
  const mole = (n: number) => `mole-${n}`;
  const nested = Array.from({ length: 6 }, (_, n) => `nest-${n}`);
  const root = '/providers/microsoft.management/managementgroups/root';
  const key = `${tenant.vaults[0]?.resource}/keys/k0`;
  const role = (id: string, part: Partial<AccessFacts['roles'][number]['permissions'][number]>) => ({
    id,
    name: id,
    permissions: [{ actions: [], notActions: [], dataActions: [], notDataActions: [], ...part }],
  });
  const grant = (id: string, principal: string, scope: string) => ({ id, principal, role: id, scope, eligible: false });
  const groups = [...nested, 'doormat'].map((id) => ({ id, kind: 'group' as const }));
  return {
    ...tenant,
    denials: [],
    principals: [
      ...tenant.principals,
      ...groups,
      ...[0, 1, 2, 3, 4, 5, 6].map((n) => ({ id: mole(n), kind: 'user' as const })),
      { id: 'sleeper', kind: 'service-principal' },
    ],
    roles: [
      ...tenant.roles,
      role('wild', { dataActions: ['Microsoft.KeyVault/*/unwrap/action'] }),
      role('almost all', { dataActions: ['*'], notDataActions: ['*/keys/u*', '*rotat*'] }),
      role('late owner', { actions: ['*'] }),
      role('backer', { dataActions: ['*/keys/backup/action'] }),
      role('deployer', { actions: ['Microsoft.KeyVault/vaults/deploy/action'] }),
    ],
    grants: [
      ...tenant.grants,
      grant('wild', 'nest-5', root),
      grant('almost all', 'mole-1', key),
      { ...grant('late owner', 'sleeper', '/subscriptions/sub-0'), eligible: true },
      grant('backer', 'doormat', key),
      grant('deployer', 'mole-5', '/subscriptions/sub-0/resourcegroups/rg-0'),
    ],
    vaults: tenant.vaults.map((vault) =>
      vault.kind === 'managed-hsm'
        ? {
            ...vault,
            localRoles: [...vault.localRoles, role('keeper', { dataActions: ['*/backup/start/action'] })],
            localGrants: [...vault.localGrants, grant('keeper', 'mole-6', '/')],
          }
        : vault,
    ),
    directoryRoles: [
      ...tenant.directoryRoles,
      { role: '3a2c62db-5318-420d-8d74-23affee5d9d5', holder: 'mole-4', eligible: true },
    ],
    members: [
      ...tenant.members,
      { group: 'nest-0', member: mole(0) },
      ...nested.slice(1).map((group, n) => ({ group, member: `nest-${n}` })),
    ],
    owners: [...tenant.owners, { of: 'sleeper', owner: mole(2) }, { of: 'doormat', owner: mole(3) }],
  };
};

describe('the report of reach, against a brute force', () => {
  it('finds the paths that were planted, and not more', () => {
    const tenant = withPlantedPaths(generatedTenant(7, 1_000));
    const reach = reachesIn(tenant);
    /** "has use keys/unwrap/action by wild" */
    const told = (mole: string, object = 'https://v0.vault.azure.net/keys/k0') =>
      [...linesOf(reach(mole), tenant)]
        .filter((line) => line.includes(` ${object} `))
        .map((line) => line.replace(`${object} `, '').replace('Microsoft.KeyVault/vaults/', ''));
    expect(told('mole-0')).toEqual(['has use keys/unwrap/action by wild']);
    expect(reach('mole-0').ways).toMatchObject([{ chain: { length: 6 }, holder: 'nest-5' }]);
    expect(told('mole-1')).toContain('has export keys/backup/action by almost all');
    expect(told('mole-1').filter((line) => /keys\/u|rotat/.test(line))).toEqual([]);
    expect(told('mole-2')).toContain(
      'could have grant Microsoft.Authorization/roleAssignments/write by late owner eligible',
    );
    expect(told('mole-3')).toEqual(['could have export keys/backup/action by backer']);
    expect(told('mole-4')).toContain('could have export keys/backup/action by backer');
    expect(told('mole-5', 'https://v0.vault.azure.net/certificates/c0')).toEqual([
      'has export deploy/action by deployer',
    ]);
    expect(told('mole-6', 'https://v3.managedhsm.azure.net/keys/k1')).toEqual([
      'has export Microsoft.KeyVault/managedHsm/backup/start/action by keeper',
    ]);
  });

  it('finds every path and invents none in a tenant of 1,000 principals', () => {
    const { found, lines } = disagreements(generatedTenant(7, 1_000));
    expect(found).toEqual([]);
    expect(lines).toBeGreaterThan(10_000);
  });

  it.each([1, 2, 3, 4, 5, 6])('agrees in small tenant %i, where everything touches everything', (seed) => {
    expect(disagreements(generatedTenant(seed, 60)).found).toEqual([]);
  });
});
