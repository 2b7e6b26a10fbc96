import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Batch account. Its model allows an identifier without a version while documents know no rotation by itself: it is taken
 * and then stays where it is, which is assumed. Source: npm @azure/arm-batch 9.1, BatchAccountUpdateParameters.
 */
export const batchAccount: ResourceType = {
  type: 'Microsoft.Batch/batchAccounts',
  apiVersion: '2023-11-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', poolAllocationMode: 'BatchService' } },
  references: [{ style: 'uri', path: 'encryption.keyVaultProperties.keyIdentifier' }],
  version: 'optional',
  refusesManagedHsm: true,
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            ...known('autoStorage', 'allowedAuthenticationModes', 'publicNetworkAccess', 'networkProfile'),
            encryption: z
              .strictObject({
                keySource: z.enum(['Microsoft.KeyVault', 'Microsoft.Batch']).optional(),
                keyVaultProperties: z.strictObject({ keyIdentifier: KeyUri.optional() }).optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
