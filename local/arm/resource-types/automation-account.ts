import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

/**
 * Automation account. It is moved by hand alone: a reference without a version is taken and then stays where it is, which
 * is assumed, as is that PATCH answers at once. Mind the casing of `keyvaultUri`; documents also write
 * `keyvaultProperties`, which is refused here. Source: azure-docs, automation-secure-asset-encryption.
 */
export const automationAccount: ResourceType = {
  type: 'Microsoft.Automation/automationAccounts',
  apiVersion: '2023-11-01',
  inGraph: true,
  defaults: { properties: { sku: { name: 'Basic' }, state: 'Ok' } },
  references: [
    {
      style: 'split',
      vaultUri: 'encryption.keyVaultProperties.keyvaultUri',
      keyName: 'encryption.keyVaultProperties.keyName',
      keyVersion: 'encryption.keyVaultProperties.keyVersion',
    },
  ],
  version: 'optional',
  refusesManagedHsm: true,
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        ...known('name', 'location'),
        properties: z
          .strictObject({
            ...known('sku', 'publicNetworkAccess', 'disableLocalAuth'),
            encryption: z
              .strictObject({
                keySource: z.enum(['Microsoft.Keyvault', 'Microsoft.Automation']).optional(),
                identity: z.strictObject({ userAssignedIdentity: z.string().optional() }).optional(),
                keyVaultProperties: z
                  .strictObject({
                    keyvaultUri: VaultUri.optional(),
                    keyName: z.string().optional(),
                    keyVersion: z.string().optional(),
                  })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
