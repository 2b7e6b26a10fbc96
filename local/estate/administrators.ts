import { stableId } from '../identity/stable-id';
import { groupOf, rewrapIdentity, subscriptions, type Team } from './company';
import { vaults } from './vaults';

/** Management groups of the bank, the nearest first. */
const managementGroups = ['halden-production', 'halden'];
/** Management groups above each subscription. */
export const placedUnder: readonly (readonly [subscription: string, groups: readonly string[]])[] = [
  [subscriptions.production, managementGroups],
  [subscriptions.treasury, managementGroups],
  [subscriptions.recovery, ['halden-recovery']],
];
const underRoot = '/providers/Microsoft.Management/managementGroups/halden';

/** Ids are made of names, so that logs and tests can be read. */
export const people = [
  'anna',
  'bram',
  'chiara',
  'dmitri',
  'esra',
  'freya',
  'gaston',
  'hugo',
  'ida',
  'jorn',
  'kofi',
  'lena',
] as const;
type Person = (typeof people)[number];

interface Group {
  readonly name: string;
  readonly members: readonly string[];
  readonly owners?: readonly Person[];
}

/** Groups; a member may be another group. */
export const groups: readonly Group[] = [
  { name: 'platform-operators', members: ['anna', 'on-call'] },
  { name: 'on-call', members: ['bram'], owners: ['esra'] },
  { name: 'payments-developers', members: ['chiara'] },
];

/** An application of the bank's, whose owner can act as it. */
export const application = { name: 'nightly-backup', owner: 'dmitri' } as const;

const vaultOf = (team: Team): string => vaults.find((each) => each.team === team)?.resourceId ?? '';

/** A key by itself, as the scope of a role. */
const keyOf = (team: Team, name: string): string => `${vaultOf(team)}/keys/${name}`;

/** Name of a role assignment. */
export const assignmentId = ({ who, role, scope }: Omit<Holder, 'eligible'>): string =>
  stableId(`${who} ${role} ${scope}`);

interface Holder {
  readonly who: string;
  readonly role: string;
  readonly scope: string;
  readonly eligible?: boolean;
}

const roles = {
  administrator: '00482a5a-887f-4fb3-b363-3b7fe8e74483',
  cryptoOfficer: '14b46e9e-c2b7-41b4-b07b-48a6ebf60603',
  encryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  cryptoUser: '12338af0-0e69-4776-bea7-57ae8d297424',
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
};
const unwrapOnly = stableId('role halden key reader');

/** A role of the bank's own. */
export const ownRole = {
  id: unwrapOnly,
  name: 'Halden key reader',
  permissions: [
    {
      actions: [],
      notActions: [],
      dataActions: ['Microsoft.KeyVault/vaults/keys/*'],
      notDataActions: ['create', 'import', 'update', 'purge', 'recover', 'restore', 'rotate', 'backup', 'release']
        .map((each) => `Microsoft.KeyVault/vaults/keys/${each}/action`)
        .concat('Microsoft.KeyVault/vaults/keys/delete'),
    },
  ],
};

export const holders: readonly Holder[] = [
  { who: 'platform-operators', role: roles.cryptoOfficer, scope: underRoot },
  { who: 'payments-developers', role: unwrapOnly, scope: groupOf('payments') },
  { who: 'freya', role: roles.owner, scope: `/subscriptions/${subscriptions.production}`, eligible: true },
  { who: application.name, role: roles.cryptoUser, scope: groupOf('ledger') },
  { who: 'hugo', role: unwrapOnly, scope: keyOf('payments', 'receipts') },
  { who: 'ida', role: unwrapOnly, scope: keyOf('ledger', 'audit') },
  { who: 'lena', role: unwrapOnly, scope: keyOf('platform', 'telemetry') },
  { who: rewrapIdentity.name, role: roles.cryptoOfficer, scope: underRoot },
  { who: rewrapIdentity.name, role: roles.cryptoOfficer, scope: groupOf('standby') },
  { who: 'jorn', role: roles.cryptoOfficer, scope: groupOf('standby') },
  { who: 'kofi', role: roles.cryptoUser, scope: vaultOf('ledger') },
];

/** What a service needs at a vault whose keys it uses, or may have to move to. */
export const encryptionUser = roles.encryptionUser;

/** Of the Managed HSM. */
export const localHolders: readonly { who: string; role: string; scope: string }[] = [
  { who: 'gaston', role: 'a290e904-7015-4bba-90c8-60543313cdb4', scope: '/' },
  { who: 'anna', role: '21dbd100-6940-42c2-9190-5d6cb909625b', scope: '/keys' },
];

export const teamOfHsm: Team = 'treasury';
export const globalAdministrator = { role: '62e90394-69f5-4237-9190-012177145e10', who: 'gaston' };

/** Object id of a person, group or application. */
export const principalId = (name: string): string =>
  name === rewrapIdentity.name ? rewrapIdentity.principalId : stableId(name);
