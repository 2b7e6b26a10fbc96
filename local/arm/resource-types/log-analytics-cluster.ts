import * as z from 'zod';
import { at } from '../json';
import type { ResourceType } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

/**
 * Log Analytics dedicated cluster. An empty version follows; what it uses then it does not tell, and its lag of an hour is
 * assumed. Key and identity cannot be changed by one request. Source: npm @azure/arm-operationalinsights 11,
 * ClusterPatch.
 */
export const logAnalyticsCluster: ResourceType = {
  type: 'Microsoft.OperationalInsights/clusters',
  apiVersion: '2025-07-01',
  inGraph: true,
  defaults: {
    fields: { sku: { name: 'CapacityReservation', capacity: 100 } },
    properties: { provisioningState: 'Succeeded' },
  },
  references: [
    {
      style: 'split',
      vaultUri: 'keyVaultProperties.keyVaultUri',
      keyName: 'keyVaultProperties.keyName',
      keyVersion: 'keyVaultProperties.keyVersion',
    },
  ],
  version: 'optional',
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z
        .strictObject({
          ...trackedFields,
          ...known('sku'),
          properties: z
            .strictObject({
              ...known('billingType', 'replication'),
              keyVaultProperties: z
                .strictObject({
                  keyVaultUri: VaultUri.optional(),
                  keyName: z.string().optional(),
                  keyVersion: z.string().optional(),
                  keyRsaSize: z.int().optional(),
                })
                .optional(),
            })
            .optional(),
        })
        .refine((body) => !body.identity || at(body, 'properties.keyVaultProperties') === undefined, {
          error: 'Identity and key cannot be changed by one request',
        }),
    },
  },
};
