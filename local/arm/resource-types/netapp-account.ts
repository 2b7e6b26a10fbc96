import { z } from 'zod';
import { withAt } from '../json';
import type { ResourceType } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

/**
 * NetApp account. Its reference has no place for a version. That it follows is not documented: it stays on the version
 * that it met until it is given another key, which is the careful reading. Source: npm @azure/arm-netapp 19; `status` is
 * one of the published values.
 */
export const netAppAccount: ResourceType = {
  type: 'Microsoft.NetApp/netAppAccounts',
  apiVersion: '2023-05-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  references: [
    {
      style: 'split',
      vaultUri: 'encryption.keyVaultProperties.keyVaultUri',
      keyName: 'encryption.keyVaultProperties.keyName',
    },
  ],
  writes: {
    PATCH: {
      takesTime: true,
      tells: ['location'],
      body: z.strictObject({
        ...trackedFields,
        ...known('location'),
        properties: z
          .strictObject({
            ...known('activeDirectories'),
            encryption: z
              .strictObject({
                keySource: z.enum(['Microsoft.KeyVault', 'Microsoft.NetApp']).optional(),
                keyVaultProperties: z
                  .strictObject({ keyVaultUri: VaultUri, keyName: z.string(), keyVaultResourceId: z.string() })
                  .optional(),
                identity: z.strictObject({ userAssignedIdentity: z.string().optional() }).optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
  settled: (account) => ({
    ...account,
    properties: withAt(account.properties, 'encryption.keyVaultProperties.status', 'InUse'),
  }),
};
