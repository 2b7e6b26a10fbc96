/** A role of a Managed HSM itself. `id` is the name of its definition. */
export interface LocalRole {
  readonly id: string;
  readonly name: string;
  readonly dataActions: readonly string[];
}

/** Somebody has a local role at `/`, `/keys` or `/keys/{name}`. `id` is the name of the assignment. */
export interface LocalAssignment {
  readonly id: string;
  readonly principalId: string;
  /** Name of the definition. */
  readonly role: string;
  readonly scope: string;
}

const role = (id: string, name: string, ...actions: readonly string[]): LocalRole => ({
  id,
  name: `Managed HSM ${name}`,
  dataActions: actions.map((action) => `Microsoft.KeyVault/managedHsm/${action}`),
});

const readingRoles = ['roleAssignments/read/action', 'roleDefinitions/read/action'];
const changingRoles = [
  ...readingRoles,
  ...['roleAssignments', 'roleDefinitions'].flatMap((list) => [`${list}/write/action`, `${list}/delete/action`]),
];
const fullBackup = ['backup/start/action', 'backup/status/action'];
const fullRestore = ['restore/start/action', 'restore/status/action'];
const securityDomain = ['download/action', 'upload/action', 'upload/read', 'transferkey/read'].map(
  (each) => `securitydomain/${each}`,
);
const keyOperations = ['encrypt', 'decrypt', 'wrap', 'unwrap', 'sign', 'verify'].map((each) => `keys/${each}/action`);

/** Source: "Local RBAC built-in roles for Managed HSM", permitted operations; `keys/export` as the service lists it. */
export const localRoles: readonly LocalRole[] = [
  role(
    'a290e904-7015-4bba-90c8-60543313cdb4',
    'Administrator',
    ...changingRoles,
    ...securityDomain,
    ...fullBackup,
    ...fullRestore,
  ),
  role(
    '515eb02d-2335-4d2d-92f2-b1cbdf9c3778',
    'Crypto Officer',
    ...changingRoles,
    ...['read/action', 'recover/action', 'delete'].map((each) => `keys/deletedKeys/${each}`),
    'keys/export/action',
  ),
  role(
    '21dbd100-6940-42c2-9190-5d6cb909625b',
    'Crypto User',
    ...readingRoles,
    ...['read', 'write', 'rotate', 'backup', 'restore', 'release', 'import'].map((each) => `keys/${each}/action`),
    'keys/create',
    'keys/delete',
    ...keyOperations,
  ),
  role('4bd23610-cdcf-4971-bdee-bdc562cc28e4', 'Policy Administrator', ...changingRoles),
  role('2c18b078-7c48-4d3a-af88-5a3a1b3f82b3', 'Crypto Auditor', ...readingRoles, 'keys/read/action'),
  role(
    '33413926-3206-4cdd-b39a-83574fe37a17',
    'Crypto Service Encryption User',
    ...['read', 'wrap', 'unwrap'].map((each) => `keys/${each}/action`),
  ),
  role('21dbd100-6940-42c2-9190-5d6cb909625c', 'Crypto Service Release User', 'keys/release/action'),
  role('7b127d3c-77bd-4e3e-bbe0-dbb8971fa7f8', 'Backup', ...fullBackup, 'keys/backup/action'),
  role('6efe6056-5259-49d2-8b3d-d3d73544b20b', 'Restore', ...fullRestore, 'keys/restore/action'),
];
