import type { Flavour } from './key-flavours';

/**
 * The right that each operation needs, without the provider's prefix: in a vault, and in a Managed HSM. Source: built-in
 * roles of Key Vault and Managed HSM. Unverified: the HSM's rights for rotation policies, updates and deleted keys' list.
 */
const rights = {
  create: ['keys/create/action', 'keys/create'],
  import: ['keys/import/action', 'keys/import/action'],
  rotate: ['keys/rotate/action', 'keys/rotate/action'],
  get: ['keys/read', 'keys/read/action'],
  list: ['keys/read', 'keys/read/action'],
  listVersions: ['keys/read', 'keys/read/action'],
  update: ['keys/update/action', 'keys/write/action'],
  getRotationPolicy: ['keyrotationpolicies/read', 'keys/read/action'],
  setRotationPolicy: ['keyrotationpolicies/write', 'keys/write/action'],
  backup: ['keys/backup/action', 'keys/backup/action'],
  restore: ['keys/restore/action', 'keys/restore/action'],
  delete: ['keys/delete', 'keys/delete'],
  getDeleted: ['keys/read', 'keys/deletedKeys/read/action'],
  listDeleted: ['keys/read', 'keys/deletedKeys/read/action'],
  recover: ['keys/recover/action', 'keys/deletedKeys/recover/action'],
  purge: ['keys/purge/action', 'keys/deletedKeys/delete'],
  encrypt: ['keys/encrypt/action', 'keys/encrypt/action'],
  decrypt: ['keys/decrypt/action', 'keys/decrypt/action'],
  wrapKey: ['keys/wrap/action', 'keys/wrap/action'],
  unwrapKey: ['keys/unwrap/action', 'keys/unwrap/action'],
  sign: ['keys/sign/action', 'keys/sign/action'],
  verify: ['keys/verify/action', 'keys/verify/action'],
  randomBytes: ['rng/action', 'rng/action'],
  listRoles: ['roleDefinitions/read/action', 'roleDefinitions/read/action'],
  listAssignments: ['roleAssignments/read/action', 'roleAssignments/read/action'],
  assign: ['roleAssignments/write/action', 'roleAssignments/write/action'],
  unassign: ['roleAssignments/delete/action', 'roleAssignments/delete/action'],
} as const;

/** Every call that the emulator answers, by the name that faults and authorisation use. */
export type Operation = keyof typeof rights;

export const operations = Object.keys(rights) as Operation[];

export const dataActionOf = (operation: Operation, flavour: Flavour) =>
  flavour === 'managed-hsm'
    ? `Microsoft.KeyVault/managedHsm/${rights[operation][1]}`
    : `Microsoft.KeyVault/vaults/${rights[operation][0]}`;
