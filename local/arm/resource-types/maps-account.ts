import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { customerKey, customerKeyEncryption } from './customer-key-encryption';
import { known, trackedFields } from './schemas';

/**
 * Azure Maps account. That it follows without a version is presumed, how soon is not documented; an hour is assumed. Source:
 * npm @azure/arm-maps 3.1, MapsAccountUpdateParameters.
 */
export const mapsAccount: ResourceType = {
  type: 'Microsoft.Maps/accounts',
  apiVersion: '2023-06-01',
  inGraph: true,
  defaults: { fields: { kind: 'Gen2', sku: { name: 'G2' } }, properties: { provisioningState: 'Succeeded' } },
  references: [customerKey],
  version: 'optional',
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        ...known('kind', 'sku'),
        properties: z
          .strictObject({
            ...known('disableLocalAuth', 'linkedResources', 'cors'),
            encryption: z
              .strictObject({
                infrastructureEncryption: z.enum(['enabled', 'disabled']).optional(),
                customerManagedKeyEncryption: customerKeyEncryption(
                  'systemAssignedIdentity',
                  'userAssignedIdentity',
                  'delegatedResourceIdentity',
                ).optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
