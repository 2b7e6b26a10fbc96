import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

/**
 * Health Bot. The version may be left out; that it follows then is presumed, its lag of an hour assumed. A PATCH answers at
 * once. Source: azure-rest-api-specs, Microsoft.HealthBot 2024-02-01, HealthBotUpdateParameters.
 */
export const healthBot: ResourceType = {
  type: 'Microsoft.HealthBot/healthBots',
  apiVersion: '2024-02-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'S1' } }, properties: { provisioningState: 'Succeeded' } },
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
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        ...known('sku', 'location'),
        properties: z
          .strictObject({
            keyVaultProperties: z
              .strictObject({
                keyName: z.string(),
                keyVaultUri: VaultUri,
                keyVersion: z.string().optional(),
                userIdentity: z.string().optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
