import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { known, trackedFields } from './schemas';

/**
 * AI Search service. Its objects, which hold the keys, are in its data plane (`local/search`). A key for the whole service is a
 * preview that is not here. Source: npm @azure/arm-search 3.3, SearchServiceUpdate.
 */
export const searchService: ResourceType = {
  type: 'Microsoft.Search/searchServices',
  apiVersion: '2025-05-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'basic' } }, properties: { provisioningState: 'succeeded', status: 'running' } },
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            ...known('replicaCount', 'partitionCount', 'publicNetworkAccess', 'networkRuleSet', 'disableLocalAuth'),
            ...known('authOptions', 'semanticSearch', 'encryptionWithCmk'),
          })
          .optional(),
      }),
    },
  },
};
