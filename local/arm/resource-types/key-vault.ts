import type { ResourceType } from '../resource-type';

/** A vault as Azure Resource Manager shows it: others refer to its id. Source: Microsoft.KeyVault 2024-11-01. */
export const keyVault: ResourceType = {
  type: 'Microsoft.KeyVault/vaults',
  apiVersion: '2024-11-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', sku: { family: 'A', name: 'premium' } } },
  writes: {},
};

/** What Azure Resource Manager shows of a secret: never its value. Source: Microsoft.KeyVault 2024-11-01, Secrets_List. */
export const keyVaultSecret: ResourceType = {
  type: 'Microsoft.KeyVault/vaults/secrets',
  apiVersion: '2024-11-01',
  inGraph: false,
  writes: {},
};

/** A vault that was deleted and not purged yet. Azure lists them under the subscription. */
export const deletedVault: ResourceType = {
  type: 'Microsoft.KeyVault/deletedVaults',
  apiVersion: '2024-11-01',
  inGraph: false,
  writes: {},
};

/** A Managed HSM that was deleted and not purged yet. */
export const deletedManagedHsm: ResourceType = {
  type: 'Microsoft.KeyVault/deletedManagedHSMs',
  apiVersion: '2024-11-01',
  inGraph: false,
  writes: {},
};

/** A Managed HSM as Azure Resource Manager shows it. */
export const managedHsm: ResourceType = {
  type: 'Microsoft.KeyVault/managedHSMs',
  apiVersion: '2024-11-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  writes: {},
};
