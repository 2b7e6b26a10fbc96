import type { ResourceType } from '../resource-type';

/** A vault as Azure Resource Manager shows it: others refer to its id. Source: Microsoft.KeyVault 2024-11-01. */
export const keyVault: ResourceType = {
  type: 'Microsoft.KeyVault/vaults',
  apiVersion: '2024-11-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', sku: { family: 'A', name: 'premium' } } },
  writes: {},
};
