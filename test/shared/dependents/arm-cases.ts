import type { Seed } from '../../../local/arm/resources';
import { identity, seed, type ArmCase } from './arm-case';
import {
  botServiceCase,
  devCenterCase,
  deviceUpdateCase,
  fluidRelayCase,
  healthBotCase,
  loadTestCase,
  mapsCase,
  vmwareCase,
} from './arm-cases-apps';
import {
  aiServicesCase,
  appConfigurationCase,
  automationCase,
  backupVaultCase,
  batchCase,
  containerGroupCase,
  containerRegistryCase,
  dataExplorerCase,
  dataFactoryCase,
  databricksCase,
  dicomCase,
  eventHubsCase,
  fhirCase,
  integrationEnvironmentCase,
  kubernetesCase,
  logAnalyticsCase,
  machineLearningCase,
  mysqlCase,
  netAppCase,
  postgresqlCase,
  recoveryServicesCase,
  redisCase,
  serviceBusCase,
  synapseCase,
} from './arm-cases-services';
import { sqlDatabaseCase, sqlManagedInstanceCase, sqlServerCase } from './arm-cases-sql';
import { cassandraCase, elasticSanCase, hpcCacheCase, managedLustreCase, mongoClusterCase } from './arm-cases-stores';
import { group, host, idOf, key, v1, v2, type Call } from './arm-estate';

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
  sqlServerCase,
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
  aiServicesCase,
  appConfigurationCase,
  automationCase,
  backupVaultCase,
  batchCase,
  containerGroupCase,
  containerRegistryCase,
  dataExplorerCase,
  dataFactoryCase,
  databricksCase,
  dicomCase,
  eventHubsCase,
  fhirCase,
  integrationEnvironmentCase,
  kubernetesCase,
  logAnalyticsCase,
  machineLearningCase,
  mysqlCase,
  netAppCase,
  postgresqlCase,
  recoveryServicesCase,
  redisCase,
  serviceBusCase,
  sqlDatabaseCase,
  sqlManagedInstanceCase,
  cassandraCase,
  elasticSanCase,
  hpcCacheCase,
  managedLustreCase,
  mongoClusterCase,
  botServiceCase,
  devCenterCase,
  deviceUpdateCase,
  fluidRelayCase,
  healthBotCase,
  loadTestCase,
  mapsCase,
  vmwareCase,
  synapseCase,
];
