import type { VaultKind } from '../azure/clouds';

interface Right {
  /** Data action in a vault, after `Microsoft.KeyVault/vaults/`. */
  readonly vault: string;
  /** Data action in a Managed HSM, after `Microsoft.KeyVault/managedHsm/`. */
  readonly hsm: string;
  /** Key permission where a vault still uses access policies. */
  readonly permission: string;
  /** Narrowest built-in role of a vault that holds it. In a Managed HSM it is always the Crypto User. */
  readonly role: string;
}

const cryptoUser = 'Key Vault Crypto User';
const cryptoOfficer = 'Key Vault Crypto Officer';

/**
 * What we do with keys, and the right that each takes. Sources: Azure built-in roles for security; Managed HSM built-in
 * roles, where rotation policies are read like keys.
 */
export const rights = {
  list: { vault: 'keys/read', hsm: 'keys/read/action', permission: 'list', role: cryptoUser },
  read: { vault: 'keys/read', hsm: 'keys/read/action', permission: 'get', role: cryptoUser },
  readDeleted: { vault: 'keys/read', hsm: 'keys/deletedKeys/read/action', permission: 'get', role: cryptoUser },
  listDeleted: { vault: 'keys/read', hsm: 'keys/deletedKeys/read/action', permission: 'list', role: cryptoUser },
  readPolicy: {
    vault: 'keyrotationpolicies/read',
    hsm: 'keys/read/action',
    permission: 'getrotationpolicy',
    role: cryptoOfficer,
  },
  writePolicy: {
    vault: 'keyrotationpolicies/write',
    hsm: 'keys/write/action',
    permission: 'setrotationpolicy',
    role: cryptoOfficer,
  },
  create: { vault: 'keys/create/action', hsm: 'keys/create', permission: 'create', role: cryptoOfficer },
  disable: { vault: 'keys/update/action', hsm: 'keys/write/action', permission: 'update', role: cryptoUser },
  enable: { vault: 'keys/update/action', hsm: 'keys/write/action', permission: 'update', role: cryptoUser },
  backUp: { vault: 'keys/backup/action', hsm: 'keys/backup/action', permission: 'backup', role: cryptoUser },
  wrap: { vault: 'keys/wrap/action', hsm: 'keys/wrap/action', permission: 'wrapKey', role: cryptoUser },
  unwrap: { vault: 'keys/unwrap/action', hsm: 'keys/unwrap/action', permission: 'unwrapKey', role: cryptoUser },
  encrypt: { vault: 'keys/encrypt/action', hsm: 'keys/encrypt/action', permission: 'encrypt', role: cryptoUser },
  decrypt: { vault: 'keys/decrypt/action', hsm: 'keys/decrypt/action', permission: 'decrypt', role: cryptoUser },
  sign: { vault: 'keys/sign/action', hsm: 'keys/sign/action', permission: 'sign', role: cryptoUser },
} satisfies Record<string, Right>;

export type KeyOperation = keyof typeof rights;

/** Identities may be apart by duty: what reads and rotates, what opens data keys, what disables versions, what makes backups. */
export type Duty = 'rotate' | 'open' | 'retire' | 'backUp';

const duties: Partial<Record<KeyOperation, Duty>> = {
  wrap: 'open',
  unwrap: 'open',
  encrypt: 'open',
  decrypt: 'open',
  sign: 'open',
  disable: 'retire',
  enable: 'retire',
  backUp: 'backUp',
};

export const dutyOf = (operation: KeyOperation): Duty => duties[operation] ?? 'rotate';

export const dataActionOf = (operation: KeyOperation, kind: VaultKind): string =>
  kind === 'managed-hsm'
    ? `Microsoft.KeyVault/managedHsm/${rights[operation].hsm}`
    : `Microsoft.KeyVault/vaults/${rights[operation].vault}`;

const objectId = `<object id of Rewrap's identity>`;

/** The commands that grant the right, for a person with the rights to grant. `name` is the vault's. */
export const howToGrant = (operation: KeyOperation, { kind, name }: { kind: VaultKind; name: string }): string => {
  const { role, permission } = rights[operation];
  if (kind === 'managed-hsm') {
    return (
      `az keyvault role assignment create --hsm-name ${name} --role "Managed HSM Crypto User" ` +
      `--assignee-object-id ${objectId} --assignee-principal-type ServicePrincipal --scope /keys`
    );
  }
  return (
    `az role assignment create --role "${role}" --assignee-object-id ${objectId} ` +
    `--assignee-principal-type ServicePrincipal --scope $(az keyvault show --name ${name} --query id --output tsv), ` +
    `or, if the vault uses access policies, ` +
    `az keyvault set-policy --name ${name} --object-id ${objectId} --key-permissions ${permission}`
  );
};
