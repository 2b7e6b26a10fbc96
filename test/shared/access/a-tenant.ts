import {
  AccessFacts,
  type Denial,
  type Grant,
  type Principal,
  type Role,
  type VaultFacts,
} from '../../../shared/access/facts';

export const subscription = 'aaaaaaaa-0000-0000-0000-000000000001';
export const vaultId = `/subscriptions/${subscription}/resourcegroups/rg/providers/microsoft.keyvault/vaults/payments`;
export const vaultUrl = 'https://payments.vault.azure.net';
export const ledger = `${vaultUrl}/keys/ledger`;
export const group = (name: string): string => `/providers/microsoft.management/managementgroups/${name}`;

/** A role that allows these data actions in vaults. */
export const aRole = (id: string, dataActions: string[], how: Partial<Role['permissions'][number]> = {}): Role => ({
  id,
  name: `Role ${id}`,
  permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [], ...how }],
});

export const unwrapper = aRole('unwrapper', ['Microsoft.KeyVault/vaults/keys/unwrap/action']);

export const aGrant = (principal: string, how: Partial<Grant> = {}): Grant => ({
  id: `${principal} is ${how.role ?? 'unwrapper'}`,
  principal,
  role: 'unwrapper',
  scope: vaultId,
  eligible: false,
  ...how,
});

export const aVault = (how: Partial<VaultFacts> = {}): VaultFacts => ({
  url: vaultUrl,
  kind: 'vault',
  resource: vaultId,
  usesAccessPolicies: false,
  deploysSecrets: false,
  keys: ['ledger'],
  certificates: [],
  accessPolicies: [],
  localRoles: [],
  localGrants: [],
  ...how,
});

export const aDenial = (principals: string[], how: Partial<Denial> = {}): Denial => ({
  id: 'denial',
  scope: vaultId,
  onlyThere: false,
  principals,
  excluded: [],
  permissions: unwrapper.permissions,
  ...how,
});

/** Principals whose kind shows in the name: `app …` is a service principal, `group …` a group, others are users. */
const principal = (id: string): Principal => ({
  id,
  kind: id.startsWith('app') ? 'service-principal' : id.startsWith('group') ? 'group' : 'user',
});

type Tenant = Partial<Omit<AccessFacts, 'principals' | 'members' | 'owners' | 'directoryRoles'>> & {
  who?: string[];
  members?: Record<string, string[]>;
  owners?: Record<string, string[]>;
  directoryRoles?: Record<string, string[]>;
};

/** One vault with one key, and a directory. */
export const aTenant = ({
  who = [],
  members = {},
  owners = {},
  directoryRoles = {},
  ...how
}: Tenant = {}): AccessFacts => {
  const ids = new Set([...who, ...Object.entries({ ...members, ...owners }).flatMap(([of, all]) => [of, ...all])]);
  const pairs = (all: Record<string, string[]>) =>
    Object.entries(all).flatMap(([name, others]) => others.map((other) => [name, other] as const));
  return AccessFacts.parse({
    asOf: '2027-03-01T12:00:00.000Z',
    vaults: [aVault()],
    above: { [subscription]: [group('corp'), group('root')] },
    roles: [unwrapper],
    grants: [],
    denials: [],
    principals: [...ids].map(principal),
    members: pairs(members).map(([of, member]) => ({ group: of, member })),
    owners: pairs(owners).map(([of, owner]) => ({ of, owner })),
    directoryRoles: pairs(directoryRoles).map(([role, holder]) => ({ role, holder })),
    unseen: [],
    ...how,
  });
};
