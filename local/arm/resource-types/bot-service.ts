import * as z from 'zod';
import { withAt } from '../json';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Azure Bot. Its URL has a version; after a move the former one is needed for a week, here until the next move. A PATCH takes
 * the model of a whole bot and answers at once. Source: npm @azure/arm-botservice 4, BotProperties; bot-docs,
 * bot-service-encryption; `On` as status is assumed.
 */
export const botService: ResourceType = {
  type: 'Microsoft.BotService/botServices',
  apiVersion: '2022-09-15',
  inGraph: true,
  defaults: {
    fields: { kind: 'azurebot', sku: { name: 'S1' } },
    properties: { provisioningState: 'Succeeded', cmekEncryptionStatus: 'Off' },
  },
  references: [{ style: 'uri', path: 'cmekKeyVaultUrl' }],
  version: 'required',
  keepsPrevious: true,
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        tags: trackedFields.tags,
        ...known('location', 'sku', 'kind', 'etag'),
        properties: z
          .strictObject({
            ...known('description', 'iconUrl', 'allSettings', 'parameters', 'manifestUrl', 'msaAppType'),
            ...known('msaAppTenantId', 'msaAppMSIResourceId', 'developerAppInsightKey', 'luisAppIds', 'luisKey'),
            ...known('developerAppInsightsApiKey', 'developerAppInsightsApplicationId', 'tenantId'),
            ...known('publicNetworkAccess', 'isStreamingSupported', 'disableLocalAuth', 'schemaTransformationVersion'),
            ...known('storageResourceId', 'openWithHint', 'appPasswordHint', 'publishingCredentials'),
            displayName: z.string(),
            endpoint: z.string().nullable(),
            msaAppId: z.string(),
            isCmekEnabled: z.boolean().optional(),
            cmekKeyVaultUrl: KeyUri.optional(),
          })
          .optional(),
      }),
    },
  },
  settled: (bot) => ({ ...bot, properties: withAt(bot.properties, 'cmekEncryptionStatus', 'On') }),
};
