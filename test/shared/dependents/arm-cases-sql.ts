import type { Seed } from '../../../local/arm/resources';
import { seed, type ArmCase } from './arm-case';
import { idOf, key, v1, v2, type Call } from './arm-estate';

const registered = `payments_ledger_${v1}`;

/** A server or instance with its key registered and set as protector. */
export const protectedBy = (path: string, autoRotationEnabled: boolean): Seed[] => [
  seed(path, {}),
  seed(`${path}/keys/${registered}`, { uri: `${key}/${v1}` }, { location: undefined }),
  seed(
    `${path}/encryptionProtector/current`,
    { serverKeyType: 'AzureKeyVault', serverKeyName: registered, uri: `${key}/${v1}`, autoRotationEnabled },
    { location: undefined },
  ),
];

const writesTo = (path: string, autoRotationEnabled: boolean): Call[] => [
  {
    method: 'PUT',
    path: `${idOf(path)}/keys/payments_ledger_${v2}`,
    body: { properties: { serverKeyType: 'AzureKeyVault', uri: `${key}/${v2}` } },
  },
  {
    method: 'PUT',
    path: `${idOf(path)}/encryptionProtector/current`,
    body: {
      properties: { serverKeyType: 'AzureKeyVault', serverKeyName: `payments_ledger_${v2}`, autoRotationEnabled },
    },
  },
];

const protectorCase = (type: string): ArmCase => {
  const path = `${type}/books`;
  return {
    type,
    id: idOf(path),
    pinned: protectedBy(path, false),
    following: protectedBy(path, true),
    writes: writesTo(path, false),
    nudges: writesTo(path, true),
  };
};

const database = 'Microsoft.Sql/servers/shelf/databases/accounts';
const databaseWith = (encryptionProtectorAutoRotation: boolean): Seed[] => [
  seed('Microsoft.Sql/servers/shelf', {}),
  seed(database, { encryptionProtector: `${key}/${v1}`, encryptionProtectorAutoRotation }),
];
const databasePatch: Call = {
  method: 'PATCH',
  path: idOf(database),
  body: { properties: { encryptionProtector: `${key}/${v2}` } },
};

export const sqlServerCase = protectorCase('Microsoft.Sql/servers');
export const sqlManagedInstanceCase = protectorCase('Microsoft.Sql/managedInstances');
export const sqlDatabaseCase: ArmCase = {
  type: 'Microsoft.Sql/servers/databases',
  id: idOf(database),
  pinned: databaseWith(false),
  following: databaseWith(true),
  writes: [databasePatch],
  nudges: [databasePatch],
};
