import type { Seed } from '../../../local/arm/resources';
import { group, host, idOf, key, v1, v2, type Call } from './arm-estate';

/** One kind of resource as an estate holds it, and the writes that move it from v1 to v2: these and no others. */
export interface ArmCase {
  readonly type: string;
  readonly id: string;
  readonly pinned?: readonly Seed[];
  readonly following: readonly Seed[];
  readonly writes: readonly Call[];
  /** Writes in an emergency, where following it can be made to move at once. */
  readonly nudges: readonly Call[];
}

const seed = (path: string, properties: Seed['properties'], more: Partial<Seed> = {}): Seed => ({
  id: `${group}/providers/${path}`,
  location: 'westeurope',
  properties,
  ...more,
});

const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;
const store = 'Microsoft.Storage/storageAccounts/Store';
const encryption = (keyversion: string) => ({
  keySource: 'Microsoft.Keyvault',
  services: { blob: { enabled: true, keyType: 'Account' } },
  keyvaultproperties: { keyvaulturi: `https://${host}/`, keyname: 'Ledger', keyversion },
  identity: { userAssignedIdentity: identity },
});
const storagePatch = (keyversion: string): Call => ({
  method: 'PATCH',
  path: idOf(store),
  body: {
    properties: {
      encryption: {
        keySource: 'Microsoft.Keyvault',
        keyvaultproperties: { keyvaulturi: `https://${host}/`, keyname: 'Ledger', keyversion },
        identity: { userAssignedIdentity: identity },
      },
    },
  },
});

/** An account that uses platform keys itself. */
const plain = 'Microsoft.Storage/storageAccounts/plain';
const scope = `${plain}/encryptionScopes/secrets`;
const scopeOf = (keyUri: string) => [
  seed(plain, {}),
  seed(scope, { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri } }),
];
const scopePatch = (keyUri: string): Call => ({
  method: 'PATCH',
  path: idOf(scope),
  body: { properties: { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri } } },
});

const sql = 'Microsoft.Sql/servers/books';
const sqlWith = (autoRotationEnabled: boolean) => [
  seed(sql, {}),
  seed(`${sql}/keys/payments_ledger_${v1}`, { uri: `${key}/${v1}` }),
  seed(`${sql}/encryptionProtector/current`, {
    serverKeyType: 'AzureKeyVault',
    serverKeyName: `payments_ledger_${v1}`,
    uri: `${key}/${v1}`,
    autoRotationEnabled,
  }),
];
const sqlWrites = (autoRotationEnabled: boolean): Call[] => [
  {
    method: 'PUT',
    path: `${idOf(sql)}/keys/payments_ledger_${v2}`,
    body: { properties: { serverKeyType: 'AzureKeyVault', uri: `${key}/${v2}` } },
  },
  {
    method: 'PUT',
    path: `${idOf(sql)}/encryptionProtector/current`,
    body: {
      properties: { serverKeyType: 'AzureKeyVault', serverKeyName: `payments_ledger_${v2}`, autoRotationEnabled },
    },
  },
];

const disks = 'Microsoft.Compute/diskEncryptionSets/disks';
const sourceVault = { id: `${group}/providers/Microsoft.KeyVault/vaults/payments` };
export const diskSet = (more: Seed['properties']): Seed =>
  seed(disks, { activeKey: { keyUrl: `${key}/${v1}`, sourceVault }, ...more });
const diskPatch = (rotationToLatestKeyVersionEnabled: boolean): Call => ({
  method: 'PATCH',
  path: idOf(disks),
  body: { properties: { activeKey: { keyUrl: `${key}/${v2}`, sourceVault }, rotationToLatestKeyVersionEnabled } },
});

const cosmos = 'Microsoft.DocumentDB/databaseAccounts/docs';

export const armCases: readonly ArmCase[] = [
  {
    type: 'Microsoft.Storage/storageAccounts',
    id: idOf(store),
    pinned: [seed(store, { encryption: encryption(v1) })],
    following: [seed(store, { encryption: encryption('') })],
    writes: [storagePatch(v2)],
    nudges: [storagePatch(v2), storagePatch('')],
  },
  {
    type: 'Microsoft.Storage/storageAccounts/encryptionScopes',
    id: idOf(scope),
    pinned: scopeOf(`${key}/${v1}`),
    following: scopeOf(key),
    writes: [scopePatch(`${key}/${v2}`)],
    nudges: [scopePatch(`${key}/${v2}`), scopePatch(key)],
  },
  {
    type: 'Microsoft.Sql/servers',
    id: idOf(sql),
    pinned: sqlWith(false),
    following: sqlWith(true),
    writes: sqlWrites(false),
    nudges: sqlWrites(true),
  },
  {
    type: 'Microsoft.Compute/diskEncryptionSets',
    id: idOf(disks),
    pinned: [diskSet({})],
    following: [diskSet({ rotationToLatestKeyVersionEnabled: true })],
    writes: [diskPatch(false)],
    nudges: [diskPatch(true)],
  },
  {
    type: 'Microsoft.DocumentDB/databaseAccounts',
    id: idOf(cosmos),
    following: [seed(cosmos, { keyVaultKeyUri: key })],
    writes: [],
    nudges: [],
  },
];
