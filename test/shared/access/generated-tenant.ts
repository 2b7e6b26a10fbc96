import type { AccessFacts, Permission, Principal } from '../../../shared/access/facts';

/** Random numbers that are the same for the same seed (mulberry32). */
const dice = (seed: number) => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const upTo = (limit: number): number => Math.floor(next() * limit);
  return {
    chance: (share: number): boolean => next() < share,
    upTo,
    pick: <T>(all: readonly [T, ...T[]]): T => all[upTo(all.length)] ?? all[0],
    some: <T>(all: readonly [T, ...T[]], most: number): T[] =>
      Array.from({ length: upTo(most + 1) }, () => all[upTo(all.length)] ?? all[0]),
  };
};

const many = <T>(count: number, make: (n: number) => T): [T, ...T[]] => [
  make(0),
  ...Array.from({ length: count - 1 }, (_, n) => make(n + 1)),
];

const kv = 'Microsoft.KeyVault/vaults';
const hsm = 'Microsoft.KeyVault/managedHsm';

/** Patterns as they are found in built-in and home-made roles, with wildcards at every place. */
const dataPatterns = [
  '*',
  `${kv}/*`,
  `${kv}/keys/*`,
  `${kv}/keys/*/action`,
  `${kv}/keys/unwrap/action`,
  `${kv}/keys/wrap/action`,
  `${kv}/keys/read`,
  `${kv}/*/backup/action`,
  `${kv}/keys/re*`,
  `${kv}/certificates/*`,
  `${kv}/secrets/getSecret/action`,
  `${kv}/keyrotationpolicies/write`,
  'microsoft.keyvault/VAULTS/keys/sign/action',
  '*/read',
  'Microsoft.Storage/*',
  `${kv}/keys/delete`,
] as const;
const actionPatterns = [
  '*',
  '*/read',
  '*/write',
  'Microsoft.Authorization/*',
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/*/Write',
  'Microsoft.KeyVault/*',
  `${kv}/write`,
  `${kv}/accessPolicies/*`,
  `${kv}/deploy/action`,
  'Microsoft.KeyVault/locations/*',
  'Microsoft.KeyVault/managedHSMs/*',
  'Microsoft.Compute/*',
  '*/delete',
] as const;
const localPatterns = [
  `${hsm}/*`,
  `${hsm}/keys/*`,
  `${hsm}/keys/*/action`,
  `${hsm}/roleAssignments/*`,
  `${hsm}/backup/*`,
  `${hsm}/keys/deletedKeys/*`,
  `${hsm}/keys/unwrap/action`,
] as const;
const permissions = [
  'get',
  'unwrapkey',
  'wrapkey',
  'sign',
  'backup',
  'release',
  'create',
  'purge',
  'rotate',
  'all',
  'delete',
  'update',
] as const;

/** A tenant of so many principals; three kinds of vaults in two subscriptions below management groups. */
export const generatedTenant = (seed: number, size: number): AccessFacts => {
  const { chance, upTo, pick, some } = dice(seed);
  // In a small one everything touches everything.
  const dense = size < 100;
  const of = (share: number) => Math.max(2, Math.round(size * share));
  const users = many(of(0.7), (n) => `user-${n}`);
  const groups = many(of(0.15), (n) => `group-${n}`);
  const apps = many(of(0.12), (n) => `app-${n}`);
  const identities = many(of(0.03), (n) => `identity-${n}`);
  const everybody = [...users, ...groups, ...apps, ...identities] as const;
  const anybody = many(everybody.length, (n) => everybody[n] ?? '');

  const mg = (name: string) => `/providers/microsoft.management/managementgroups/${name}`;
  const vaultId = (n: number) =>
    `/subscriptions/sub-${n % 2}/resourcegroups/rg-${n % 3}/providers/microsoft.keyvault/${n === 3 ? 'managedhsms' : 'vaults'}/v${n}`;
  const vaultIds = many(4, vaultId);
  const scopes = [
    '/',
    mg('root'),
    mg('corp'),
    mg('other'),
    '/subscriptions/sub-0',
    '/subscriptions/sub-1',
    '/subscriptions/sub-10',
    '/subscriptions/sub-0/resourcegroups/rg-0',
    '/subscriptions/sub-1/resourcegroups/rg-1',
    '/subscriptions/sub-0/resourcegroups/rg',
    ...vaultIds,
    `${vaultId(0)}/keys/k0`,
    `${vaultId(1)}/keys/k1`,
    `${vaultId(0)}/secrets/c0`,
    `${vaultId(2)}/certificates/c0`,
  ] as const;

  const part = (): Permission => ({
    actions: some(actionPatterns, 2),
    notActions: chance(0.4) ? some(actionPatterns, 2) : [],
    dataActions: some(dataPatterns, 2),
    notDataActions: chance(0.4) ? some(dataPatterns, 2) : [],
  });
  const roles = many(30, (n) => ({
    id: `role-${n}`,
    name: `Role ${n}`,
    permissions: Array.from({ length: 1 + upTo(2) }, part),
  }));
  const localRoles = many(6, (n) => ({
    id: `local-${n}`,
    name: `Local ${n}`,
    permissions: [
      {
        actions: [],
        notActions: [],
        dataActions: some(localPatterns, 2),
        notDataActions: chance(0.3) ? some(localPatterns, 1) : [],
      },
    ],
  }));
  const activated = () => (chance(0.4) ? { eligible: true } : {});
  const unjudged = (share: number) => (chance(share) ? { condition: '@Resource[...]' } : {});
  const list = () => some(permissions, 3);

  const kinds: [readonly string[], Principal['kind']][] = [
    [users, 'user'],
    [groups, 'group'],
    [apps, 'service-principal'],
    [identities, 'managed-identity'],
  ];
  return {
    asOf: '2027-03-01T12:00:00.000Z',
    above: { 'sub-0': [mg('corp'), mg('root')], 'sub-1': [mg('root')] },
    roles: [...roles],
    grants: Array.from({ length: of(0.3) }, (_, n) => ({
      id: `grant-${n}`,
      principal: pick(anybody),
      role: pick(roles).id,
      scope: pick(scopes),
      eligible: chance(0.2),
      ...unjudged(0.15),
    })),
    denials: Array.from({ length: dense ? 25 : 10 }, (_, n) => ({
      id: `denial-${n}`,
      scope: pick(scopes),
      onlyThere: chance(0.2),
      principals: chance(0.15)
        ? ['00000000-0000-0000-0000-000000000000']
        : [pick(groups), pick(groups), ...some(anybody, 3)],
      excluded: chance(0.5) ? [] : [...some(groups, 2), ...some(anybody, 2)],
      permissions: [part()],
      ...unjudged(0.2),
    })),
    vaults: vaultIds.map((resource, n) => ({
      url: `https://v${n}.${n === 3 ? 'managedhsm' : 'vault'}.azure.net`,
      kind: n === 3 ? ('managed-hsm' as const) : ('vault' as const),
      resource,
      usesAccessPolicies: n === 2,
      deploysSecrets: n === 0,
      keys: ['k0', 'k1', 'c0'],
      certificates: n === 3 ? [] : ['c0'],
      accessPolicies:
        n === 3
          ? []
          : Array.from({ length: of(0.02) }, () => ({
              principal: pick(anybody),
              keys: list(),
              certificates: list(),
              secrets: list(),
            })),
      localRoles: n === 3 ? [...localRoles] : [],
      localGrants:
        n === 3
          ? Array.from({ length: of(0.03) }, (_, m) => ({
              id: `local-grant-${m}`,
              principal: pick(anybody),
              role: pick(localRoles).id,
              scope: pick(['/', '/keys', '/keys/k0', '/keys/k']),
              eligible: false,
            }))
          : [],
    })),
    principals: kinds.flatMap(([ids, kind]) => ids.map((id) => ({ id, kind }))),
    members: [
      ...[...users, ...apps, ...identities].flatMap((member) =>
        some(groups, 2).map((group) => ({ group, member, ...activated() })),
      ),
      ...groups.flatMap((member) => some(groups, dense ? 2 : 1).map((group) => ({ group, member, ...activated() }))),
    ],
    owners: [...groups, ...apps].flatMap((owned) =>
      chance(0.2) ? [{ of: owned, owner: pick([...users, ...apps]) }] : [],
    ),
    directoryRoles: [
      { role: '62e90394-69f5-4237-9190-012177145e10', holder: pick(users) },
      { role: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', holder: pick(users) },
      { role: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', holder: pick(apps) },
      { role: '3a2c62db-5318-420d-8d74-23affee5d9d5', holder: pick(users), eligible: true },
      { role: '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', holder: pick(groups) },
      { role: 'ffffffff-0000-0000-0000-000000000000', holder: pick(users) },
    ],
    unreadGroups: groups.filter(() => chance(0.15)),
    unseen: [],
  };
};
