import { keyUrl, seedAt } from '../estate';
import type { Body } from '../misspelling';
import { inParts, vaultUri, type TypeCase } from './type-case';

/** A body that repeats the whole object, as it is written in full. */
const whole = (fields: Body, properties: (version?: string) => Body) => ({
  fields,
  properties,
  body: (version?: string): Body => ({ location: 'westeurope', ...fields, properties: properties(version) }),
  method: 'PUT' as const,
});

const factory = (version?: string) => ({
  globalParameters: { rate: { type: 'Int', value: 3 } },
  encryption: {
    vaultBaseUrl: vaultUri,
    keyName: 'ledger',
    keyVersion: version ?? '',
    identity: { userAssignedIdentity: '/subscriptions/s/identities/factory' },
  },
});

const entity = (version?: string) => ({ keySource: 'Microsoft.Keyvault', keyVaultProperties: inParts(version) });

const databricks = (version = '') => ({
  managedResourceGroupId: '/subscriptions/s/resourceGroups/managed',
  parameters: {
    encryption: {
      type: 'Object',
      value: { keySource: 'Microsoft.Keyvault', KeyName: 'ledger', keyversion: version, keyvaulturi: vaultUri },
    },
  },
  encryption: {
    entities: {
      managedServices: entity(version),
      managedDisk: { ...entity(version), rotationToLatestKeyVersionEnabled: false },
    },
  },
});

const health = (version?: string) => ({
  encryption: { customerManagedKeyEncryption: { keyEncryptionKeyUrl: keyUrl(version) } },
});

const group = (version = '') => ({
  containers: [{ name: 'web', properties: { image: 'web:1' } }],
  osType: 'Linux',
  encryptionProperties: { vaultBaseUrl: vaultUri, keyName: 'ledger', keyVersion: version, identity: 'client-id' },
});

const cluster = (version?: string) => ({
  dnsPrefix: 'books',
  agentPoolProfiles: [{ name: 'system', count: 3 }],
  securityProfile: {
    azureKeyVaultKms: {
      enabled: true,
      keyId: keyUrl(version),
      keyVaultNetworkAccess: 'Public',
      keyVaultResourceId: '/subscriptions/s/vaults/v',
    },
  },
});

const healthCase = (kind: string): TypeCase => ({
  type: `Microsoft.HealthcareApis/workspaces/${kind}`,
  apiVersion: '2023-11-01',
  names: ['health', 'books'],
  beside: [seedAt('Microsoft.HealthcareApis/workspaces/health', {})],
  ...whole({}, health),
  status: 202,
  named: 'encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl',
  versionless: 'refused',
});

/** Types whose key is written with the whole object. */
export const wholes: readonly TypeCase[] = [
  {
    type: 'Microsoft.DataFactory/factories',
    apiVersion: '2018-06-01',
    ...whole({}, factory),
    status: 200,
    named: 'encryption.keyVersion',
    versionless: 24 * 60,
    free: ['globalParameters'],
  },
  {
    type: 'Microsoft.Databricks/workspaces',
    apiVersion: '2023-02-01',
    ...whole({ sku: { name: 'premium' } }, databricks),
    status: 202,
    tells: ['location'],
    named: 'encryption.entities.managedServices.keyVaultProperties.keyVersion',
    versionless: 'refused',
    free: ['sku'],
  },
  healthCase('fhirservices'),
  healthCase('dicomservices'),
  {
    type: 'Microsoft.ContainerInstance/containerGroups',
    apiVersion: '2023-05-01',
    ...whole({}, group),
    status: 201,
    tells: ['operation'],
    named: 'encryptionProperties.keyVersion',
    versionless: 'refused',
    free: ['containers'],
  },
  {
    type: 'Microsoft.ContainerService/managedClusters',
    apiVersion: '2026-04-01',
    ...whole({ sku: { name: 'Base', tier: 'Standard' } }, cluster),
    status: 201,
    tells: ['operation'],
    named: 'securityProfile.azureKeyVaultKms.keyId',
    versionless: 'refused',
    free: ['sku', 'agentPoolProfiles'],
  },
];
