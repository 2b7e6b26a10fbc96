import type { VaultFacts } from './facts';
import type { Action } from './permits';
import type { Power, Reached } from './reach';

/** Which of a vault's scopes an action is checked at: the object itself, its secret, or what is around it. */
export type CheckedAt = 'object' | 'secret' | 'vault' | 'subscription';

/** An action that matters, and what somebody who may take it can do. */
export interface Check {
  readonly power: Power;
  readonly action: Action;
  readonly at: CheckedAt;
  /** The same in an access policy. */
  readonly permission?: { readonly list: 'keys' | 'certificates' | 'secrets'; readonly name: string };
}

type Row = readonly [Power, string, string];

/** Sources: Azure built-in roles for security; permissions of access policies as in Microsoft.KeyVault 2024-11-01. */
const keyRows: readonly Row[] = [
  ['use', 'keys/encrypt/action', 'encrypt'],
  ['use', 'keys/decrypt/action', 'decrypt'],
  ['use', 'keys/wrap/action', 'wrapkey'],
  ['use', 'keys/unwrap/action', 'unwrapkey'],
  ['use', 'keys/sign/action', 'sign'],
  ['manage', 'keys/create/action', 'create'],
  ['manage', 'keys/import/action', 'import'],
  ['manage', 'keys/update/action', 'update'],
  ['manage', 'keys/delete', 'delete'],
  ['manage', 'keys/recover/action', 'recover'],
  ['manage', 'keys/purge/action', 'purge'],
  ['manage', 'keys/restore/action', 'restore'],
  ['manage', 'keys/rotate/action', 'rotate'],
  ['manage', 'keyrotationpolicies/write', 'setrotationpolicy'],
  ['export', 'keys/backup/action', 'backup'],
  ['export', 'keys/release/action', 'release'],
];

const certificateRows: readonly Row[] = [
  ['manage', 'certificates/create/action', 'create'],
  ['manage', 'certificates/import/action', 'import'],
  ['manage', 'certificates/update/action', 'update'],
  ['manage', 'certificates/delete', 'delete'],
  ['manage', 'certificates/recover/action', 'recover'],
  ['manage', 'certificates/purge/action', 'purge'],
  ['manage', 'certificates/restore/action', 'restore'],
  ['export', 'certificates/backup/action', 'backup'],
];

/** Where a certificate's private key is exportable, its secret is the key. */
const secretRows: readonly Row[] = [
  ['export', 'secrets/getSecret/action', 'get'],
  ['export', 'secrets/backup/action', 'backup'],
];

/** Source: "Local RBAC built-in roles for Managed HSM", permitted operations; `keys/export` as the service itself lists it. */
const hsmKeyRows: readonly (readonly [Power, string])[] = [
  ['use', 'keys/encrypt/action'],
  ['use', 'keys/decrypt/action'],
  ['use', 'keys/wrap/action'],
  ['use', 'keys/unwrap/action'],
  ['use', 'keys/sign/action'],
  ['manage', 'keys/create'],
  ['manage', 'keys/import/action'],
  ['manage', 'keys/write/action'],
  ['manage', 'keys/rotate/action'],
  ['manage', 'keys/delete'],
  ['manage', 'keys/deletedKeys/recover/action'],
  ['manage', 'keys/deletedKeys/delete'],
  ['manage', 'keys/restore/action'],
  ['export', 'keys/backup/action'],
  ['export', 'keys/release/action'],
  ['export', 'keys/export/action'],
];

const hsmGrantRows: readonly (readonly [Power, string])[] = [
  ['grant', 'roleAssignments/write/action'],
  ['grant', 'roleDefinitions/write/action'],
];

/** Done to the whole HSM, and so to each key in it: a full backup and the security domain together open it elsewhere. */
const wholeHsmRows: readonly (readonly [Power, string])[] = [
  ['export', 'backup/start/action'],
  ['export', 'securitydomain/download/action'],
  ['manage', 'restore/start/action'],
];

const inVault =
  (list: 'keys' | 'certificates' | 'secrets', at: CheckedAt) =>
  ([power, name, permission]: Row): Check => ({
    power,
    action: { plane: 'data', name: `Microsoft.KeyVault/vaults/${name}` },
    at,
    permission: { list, name: permission },
  });

const inHsm =
  (at: CheckedAt) =>
  ([power, name]: readonly [Power, string]): Check => ({
    power,
    action: { plane: 'data', name: `Microsoft.KeyVault/managedHsm/${name}` },
    at,
  });

const control = (power: Power, at: CheckedAt, ...names: readonly string[]): Check[] =>
  names.map((name) => ({ power, action: { plane: 'control', name }, at }));

/** With any of these somebody gives himself a role, or lets the one that he has allow more. */
const selfGrants = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleDefinitions/write',
  'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
  'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
];
/** With these he writes himself into the access policies. A vault that uses roles cannot be turned back without self-grants. */
const policyGrants = ['Microsoft.KeyVault/vaults/write', 'Microsoft.KeyVault/vaults/accessPolicies/write'];

type Of = Pick<VaultFacts, 'kind' | 'usesAccessPolicies' | 'deploysSecrets'>;

/** Whoever may refer to secrets in a template, and deploys one, gets their values. Source: "Use Azure Key Vault to pass secure parameter value during deployment". */
const secretsByTemplate = control('export', 'vault', 'Microsoft.KeyVault/vaults/deploy/action');

const grantsIn = ({ kind, usesAccessPolicies }: Of, at: CheckedAt): Check[] => [
  ...(kind === 'vault' || at === 'vault' ? control('grant', at, ...selfGrants) : []),
  ...(usesAccessPolicies ? control('grant', 'vault', ...policyGrants) : []),
];

const ofVault = (vault: Of): Check[] =>
  vault.kind === 'vault'
    ? [
        ...control('manage', 'vault', 'Microsoft.KeyVault/vaults/write', 'Microsoft.KeyVault/vaults/delete'),
        ...control('manage', 'subscription', 'Microsoft.KeyVault/locations/deletedVaults/purge/action'),
        ...grantsIn(vault, 'vault'),
      ]
    : [
        ...control('manage', 'vault', 'Microsoft.KeyVault/managedHSMs/write', 'Microsoft.KeyVault/managedHSMs/delete'),
        ...control('manage', 'subscription', 'Microsoft.KeyVault/locations/deletedManagedHsms/purge/action'),
        ...[...wholeHsmRows, ...hsmGrantRows].map(inHsm('vault')),
        ...grantsIn(vault, 'vault'),
      ];

const ofObject = (kind: Exclude<Reached['kind'], 'vault'>, vault: Of): readonly Check[] => {
  // Roles of Azure give no access to the data in a Managed HSM.
  if (vault.kind === 'managed-hsm')
    return [...[...hsmKeyRows, ...hsmGrantRows].map(inHsm('object')), ...wholeHsmRows.map(inHsm('vault'))];
  const own = grantsIn(vault, 'object');
  if (kind === 'key') return [...keyRows.map(inVault('keys', 'object')), ...own];
  return [
    ...certificateRows.map(inVault('certificates', 'object')),
    ...secretRows.map(inVault('secrets', 'secret')),
    ...(vault.deploysSecrets ? secretsByTemplate : []),
    ...own,
  ];
};

const known = new Map<string, readonly Check[]>();

/** Everything that is asked about an object in a vault; the same list for the same kinds. */
export const checksOf = (kind: Reached['kind'], vault: Of): readonly Check[] => {
  const name = [kind, vault.kind, vault.usesAccessPolicies, vault.deploysSecrets].join(' ');
  const checks = known.get(name) ?? (kind === 'vault' ? ofVault(vault) : ofObject(kind, vault));
  known.set(name, checks);
  return checks;
};
