import { AppConfigurationManagementClient } from '@azure/arm-appconfiguration';
import { CognitiveServicesManagementClient } from '@azure/arm-cognitiveservices';
import { ContainerRegistryManagementClient } from '@azure/arm-containerregistry';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { EventHubManagementClient } from '@azure/arm-eventhub';
import { ServiceBusManagementClient } from '@azure/arm-servicebus';
import { apart, identity, uri, vault } from '../arm-case';
import { subscription, v2 } from '../arm-estate';
import type { PublishedCase } from './published-client';

const client = '00000000-0000-0000-0000-00000000c11e';

const keys = {
  keySource: 'Microsoft.KeyVault' as const,
  keyVaultProperties: [
    { keyVaultUri: vault, keyName: 'spare', identity: { userAssignedIdentity: identity } },
    { ...apart(v2), identity: { userAssignedIdentity: identity } },
  ],
  requireInfrastructureEncryption: true,
};

/** Messaging, images, settings, models and clusters. */
export const services: readonly PublishedCase[] = [
  {
    type: 'Microsoft.ServiceBus/namespaces',
    moves({ credential, options }) {
      const { namespaces } = new ServiceBusManagementClient(credential, subscription, options);
      return [() => namespaces.update('rg', 'orders', { location: 'westeurope', encryption: keys })];
    },
    async reads({ credential, options }) {
      const { namespaces } = new ServiceBusManagementClient(credential, subscription, options);
      return [(await namespaces.get('rg', 'orders')).encryption?.keyVaultProperties?.[1]?.keyVersion];
    },
  },
  {
    type: 'Microsoft.EventHub/namespaces',
    moves({ credential, options }) {
      const { namespaces } = new EventHubManagementClient(credential, subscription, options);
      return [() => namespaces.update('rg', 'clicks', { encryption: keys })];
    },
    async reads({ credential, options }) {
      const { namespaces } = new EventHubManagementClient(credential, subscription, options);
      return [(await namespaces.get('rg', 'clicks')).encryption?.keyVaultProperties?.[1]?.keyVersion];
    },
  },
  {
    type: 'Microsoft.ContainerRegistry/registries',
    moves({ credential, options }) {
      const { registries } = new ContainerRegistryManagementClient(credential, subscription, options);
      const keyVaultProperties = { keyIdentifier: uri(v2), identity: client };
      const encryption = { status: 'enabled', keyVaultProperties };
      return [() => registries.beginUpdateAndWait('rg', 'images', { encryption })];
    },
    async reads({ credential, options }) {
      const { registries } = new ContainerRegistryManagementClient(credential, subscription, options);
      const read = (await registries.get('rg', 'images')).encryption?.keyVaultProperties;
      return [read?.keyIdentifier, read?.versionedKeyIdentifier];
    },
  },
  {
    type: 'Microsoft.AppConfiguration/configurationStores',
    moves({ credential, options }) {
      const { configurationStores } = new AppConfigurationManagementClient(credential, subscription, options);
      const keyVaultProperties = { keyIdentifier: uri(v2), identityClientId: client };
      return [() => configurationStores.beginUpdateAndWait('rg', 'settings', { encryption: { keyVaultProperties } })];
    },
    async reads({ credential, options }) {
      const { configurationStores } = new AppConfigurationManagementClient(credential, subscription, options);
      return [(await configurationStores.get('rg', 'settings')).encryption?.keyVaultProperties?.keyIdentifier];
    },
  },
  {
    type: 'Microsoft.CognitiveServices/accounts',
    moves({ credential, options }) {
      const { accounts } = new CognitiveServicesManagementClient(credential, subscription, options);
      const keyVaultProperties = { ...apart(v2), identityClientId: client };
      const encryption = { keySource: 'Microsoft.KeyVault', keyVaultProperties };
      return [() => accounts.beginUpdateAndWait('rg', 'models', { properties: { encryption } })];
    },
    async reads({ credential, options }) {
      const { accounts } = new CognitiveServicesManagementClient(credential, subscription, options);
      return [(await accounts.get('rg', 'models')).properties?.encryption?.keyVaultProperties?.keyVersion];
    },
  },
  {
    type: 'Microsoft.ContainerService/managedClusters',
    lacks: ['properties.securityProfile.kubernetesResourceObjectEncryptionProfile'],
    moves({ credential, options }) {
      const { managedClusters } = new ContainerServiceClient(credential, subscription, options);
      return [
        async () => {
          const { securityProfile, ...cluster } = await managedClusters.get('rg', 'shop');
          const azureKeyVaultKms = { ...securityProfile?.azureKeyVaultKms, keyId: uri(v2) };
          const moved = { ...cluster, securityProfile: { ...securityProfile, azureKeyVaultKms } };
          return managedClusters.beginCreateOrUpdateAndWait('rg', 'shop', moved);
        },
      ];
    },
    async reads({ credential, options }) {
      const { managedClusters } = new ContainerServiceClient(credential, subscription, options);
      return [(await managedClusters.get('rg', 'shop')).securityProfile?.azureKeyVaultKms?.keyId];
    },
  },
];
