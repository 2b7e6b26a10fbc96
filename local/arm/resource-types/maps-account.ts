import type { ResourceType } from '../resource-type';

/**
 * Azure Maps account: here as a user of a key that Rewrap has no adapter for. How soon it follows is not documented; an hour is
 * assumed. Source: Azure/bicep-types-az, Microsoft.Maps 2024-07-01-preview.
 */
export const mapsAccount: ResourceType = {
  type: 'Microsoft.Maps/accounts',
  apiVersion: '2024-07-01-preview',
  inGraph: true,
  defaults: { fields: { kind: 'Gen2', sku: { name: 'G2' } }, properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: 'encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl' }],
  version: 'optional',
  follows: { withinMinutes: 60 },
  writes: {},
};
