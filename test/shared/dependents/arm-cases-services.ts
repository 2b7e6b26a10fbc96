import { apart, identity, seed, single, uri, vault, type ArmCase } from './arm-case';
import { group, host, idOf, key, v1 } from './arm-estate';

const client = '00000000-0000-0000-0000-00000000c11e';

const namespace = (path: string): ArmCase =>
  single({
    path,
    holds: (version) => ({
      encryption: {
        keySource: 'Microsoft.KeyVault',
        keyVaultProperties: [
          { keyVaultUri: vault, keyName: 'spare', identity: { userAssignedIdentity: identity } },
          { ...apart(version), identity: { userAssignedIdentity: identity } },
        ],
        requireInfrastructureEncryption: true,
      },
    }),
    follows: 'silent',
    untold: true,
  });
export const serviceBusCase = namespace('Microsoft.ServiceBus/namespaces/orders');
export const eventHubsCase = namespace('Microsoft.EventHub/namespaces/clicks');

const registry = (version: string) => ({
  encryption: { status: 'enabled', keyVaultProperties: { keyIdentifier: uri(version), identity: client } },
});
export const containerRegistryCase = single({
  path: 'Microsoft.ContainerRegistry/registries/images',
  holds: registry,
  follows: 'shown',
  nudged: true,
});

const serverOf = (path: string): ArmCase =>
  single({
    path,
    holds: (version) => ({
      dataEncryption: {
        type: 'AzureKeyVault',
        primaryKeyURI: uri(version),
        primaryUserAssignedIdentityId: identity,
        geoBackupKeyURI: uri(version),
        geoBackupUserAssignedIdentityId: identity,
      },
    }),
    follows: 'silent',
  });
export const postgresqlCase = serverOf('Microsoft.DBforPostgreSQL/flexibleServers/books');
export const mysqlCase = serverOf('Microsoft.DBforMySQL/flexibleServers/books');

export const appConfigurationCase = single({
  path: 'Microsoft.AppConfiguration/configurationStores/settings',
  holds: (version) => ({
    encryption: { keyVaultProperties: { keyIdentifier: uri(version), identityClientId: client } },
  }),
  follows: 'silent',
});

export const aiServicesCase = single({
  path: 'Microsoft.CognitiveServices/accounts/models',
  holds: (version) => ({
    encryption: {
      keySource: 'Microsoft.KeyVault',
      keyVaultProperties: { ...apart(version), identityClientId: client },
    },
  }),
});

export const dataExplorerCase = single({
  path: 'Microsoft.Kusto/clusters/events',
  holds: (version) => ({ keyVaultProperties: { ...apart(version), userIdentity: identity } }),
  follows: 'silent',
});

export const logAnalyticsCase = single({
  path: 'Microsoft.OperationalInsights/clusters/logs',
  holds: (version) => ({ keyVaultProperties: apart(version) }),
  follows: 'silent',
});

export const automationCase = single({
  path: 'Microsoft.Automation/automationAccounts/runbooks',
  holds: (keyVersion) => ({
    encryption: {
      keySource: 'Microsoft.Keyvault',
      keyVaultProperties: { keyvaultUri: vault, keyName: 'Ledger', keyVersion },
    },
  }),
});

export const batchCase = single({
  path: 'Microsoft.Batch/batchAccounts/jobs',
  holds: (version) => ({
    encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties: { keyIdentifier: uri(version) } },
  }),
  follows: 'silent',
});

export const recoveryServicesCase = single({
  path: 'Microsoft.RecoveryServices/vaults/backups',
  holds: (version) => ({
    encryption: {
      keyVaultProperties: { keyUri: uri(version) },
      kekIdentity: { useSystemAssignedIdentity: false, userAssignedIdentity: identity },
      infrastructureEncryption: 'Enabled',
    },
  }),
  follows: 'silent',
});

export const backupVaultCase = single({
  path: 'Microsoft.DataProtection/backupVaults/snapshots',
  holds: (version) => ({
    securitySettings: {
      softDeleteSettings: { state: 'On', retentionDurationInDays: 14 },
      immutabilitySettings: { state: 'Unlocked' },
      encryptionSettings: {
        state: 'Enabled',
        keyVaultProperties: { keyUri: uri(version) },
        kekIdentity: { identityType: 'UserAssigned', identityId: identity },
        infrastructureEncryption: 'Enabled',
      },
    },
  }),
  follows: 'silent',
});

export const redisCase = single({
  path: 'Microsoft.Cache/redisEnterprise/sessions',
  holds: (version) => ({
    encryption: {
      customerManagedKeyEncryption: {
        keyEncryptionKeyUrl: uri(version),
        keyEncryptionKeyIdentity: {
          identityType: 'userAssignedIdentity',
          userAssignedIdentityResourceId: identity,
        },
      },
    },
  }),
});

export const dataFactoryCase = single({
  path: 'Microsoft.DataFactory/factories/pipelines',
  method: 'PUT',
  beside: { location: 'westeurope' },
  holds: (keyVersion) => ({
    encryption: { vaultBaseUrl: vault, keyName: 'Ledger', keyVersion, identity: { userAssignedIdentity: identity } },
    globalParameters: { region: { type: 'String', value: 'west' } },
  }),
  follows: 'silent',
});

const lake = 'Microsoft.Databricks/workspaces/lake';
const databricks = single({
  path: lake,
  method: 'PUT',
  beside: { location: 'westeurope', sku: { name: 'premium' } },
  holds: (version) => ({
    managedResourceGroupId: `${group}-managed`,
    encryption: {
      entities: {
        managedServices: { keySource: 'Microsoft.Keyvault', keyVaultProperties: apart(version) },
        managedDisk: {
          keySource: 'Microsoft.Keyvault',
          keyVaultProperties: apart(version),
          rotationToLatestKeyVersionEnabled: false,
        },
      },
    },
    parameters: {
      encryption: {
        type: 'Object',
        value: { keySource: 'Microsoft.Keyvault', KeyName: 'Ledger', keyversion: version, keyvaulturi: vault },
      },
    },
  }),
});

/** Only its disks follow. */
const followingDisk = {
  keySource: 'Microsoft.Keyvault',
  keyVaultProperties: apart(v1),
  rotationToLatestKeyVersionEnabled: true,
};
export const databricksCase: ArmCase = {
  ...databricks,
  following: [
    seed(
      lake,
      { managedResourceGroupId: `${group}-managed`, encryption: { entities: { managedDisk: followingDisk } } },
      { sku: { name: 'premium' } },
    ),
  ],
  silent: true,
};

const health = 'Microsoft.HealthcareApis/workspaces/clinic';
const healthCase = (path: string): ArmCase =>
  single({
    path: `${health}/${path}`,
    method: 'PUT',
    beside: { location: 'westeurope', etag: '"1"' },
    parents: [seed(health, {})],
    holds: (version) => ({
      encryption: { customerManagedKeyEncryption: { keyEncryptionKeyUrl: uri(version) } },
      publicNetworkAccess: 'Enabled',
    }),
  });
export const fhirCase = healthCase('fhirservices/records');
export const dicomCase = healthCase('dicomservices/images');

/** In the newer way, in which the platform writes Secrets anew; the former one has a file of tests of its own. */
export const kubernetesCase = single({
  path: 'Microsoft.ContainerService/managedClusters/shop',
  method: 'PUT',
  beside: { location: 'westeurope', tags: { team: 'shop' }, sku: { name: 'Base', tier: 'Standard' } },
  holds: (version) => ({
    dnsPrefix: 'shop',
    agentPoolProfiles: [{ name: 'pool', count: 3, mode: 'System' }],
    securityProfile: {
      azureKeyVaultKms: { enabled: true, keyId: uri(version), keyVaultNetworkAccess: 'Public' },
      kubernetesResourceObjectEncryptionProfile: { infrastructureEncryption: 'Enabled' },
    },
  }),
  follows: 'silent',
});

/** Takes no version, so that none of the contract fits: it has a file of tests of its own. */
export const synapseCase: ArmCase = {
  type: 'Microsoft.Synapse/workspaces',
  id: idOf('Microsoft.Synapse/workspaces/lake'),
  tested: [
    seed('Microsoft.Synapse/workspaces/lake', { encryption: { cmk: { key: { name: 'default', keyVaultUrl: key } } } }),
  ],
  writes: [],
  nudges: [],
};

export const machineLearningCase = single({
  path: 'Microsoft.MachineLearningServices/workspaces/models',
  holds: (version) => ({ encryption: { status: 'Enabled', keyVaultProperties: { keyIdentifier: uri(version) } } }),
  sends: (version) => ({ encryption: { keyVaultProperties: { keyIdentifier: uri(version) } } }),
  follows: 'silent',
});

const byHand = (path: string, properties: Parameters<typeof seed>[1]): ArmCase => ({
  type: path.split('/').slice(0, 2).join('/'),
  id: idOf(path),
  byHand: [seed(path, properties)],
  writes: [],
  nudges: [],
});

export const containerGroupCase = byHand('Microsoft.ContainerInstance/containerGroups/workers', {
  encryptionProperties: { vaultBaseUrl: vault, keyName: 'Ledger', keyVersion: v1 },
});
export const netAppCase = byHand('Microsoft.NetApp/netAppAccounts/files', {
  encryption: {
    keySource: 'Microsoft.KeyVault',
    keyVaultProperties: { keyVaultUri: `https://${host}`, keyName: 'ledger' },
    identity: { userAssignedIdentity: identity },
  },
});
export const integrationEnvironmentCase = byHand('Microsoft.Logic/integrationServiceEnvironments/orders', {
  encryptionConfiguration: {
    encryptionKeyReference: {
      keyVault: { id: `${group}/providers/Microsoft.KeyVault/vaults/Payments` },
      keyName: 'Ledger',
      keyVersion: v1,
    },
  },
});
