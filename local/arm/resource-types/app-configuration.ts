import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * App Configuration store. A written version pins it; it does not tell which one it follows, and its lag of an hour is
 * assumed. `null` for the whole block gives it back to keys of the platform. Source: npm @azure/arm-appconfiguration 4,
 * ConfigurationStoreUpdateParameters.
 */
export const appConfiguration: ResourceType = {
  type: 'Microsoft.AppConfiguration/configurationStores',
  apiVersion: '2024-06-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'standard' } }, properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: 'encryption.keyVaultProperties.keyIdentifier' }],
  version: 'optional',
  refusesManagedHsm: true,
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('sku'),
        properties: z
          .strictObject({
            ...known('disableLocalAuth', 'publicNetworkAccess', 'enablePurgeProtection', 'dataPlaneProxy'),
            ...known('defaultKeyValueRevisionRetentionPeriodInSeconds'),
            encryption: z
              .strictObject({
                keyVaultProperties: z
                  .strictObject({ keyIdentifier: KeyUri, identityClientId: z.string().nullable().optional() })
                  .nullable()
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
