import type { ResourceType } from '../resource-type';

/**
 * Device Update account. It gets its key when it is made, and no PATCH changes that; one without a version stays where it is,
 * which is assumed. Source: npm @azure/arm-deviceupdate 1.2, Account and AccountUpdate.
 */
export const deviceUpdateAccount: ResourceType = {
  type: 'Microsoft.DeviceUpdate/accounts',
  apiVersion: '2023-07-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', sku: 'Standard' } },
  references: [{ style: 'uri', path: 'encryption.keyVaultKeyUri' }],
  version: 'optional',
  writes: {},
};
