import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

/**
 * Data Explorer cluster. Without a version, or with `null` for it, it follows; what it uses then it does not tell, and its
 * lag of a day is assumed. A stopped cluster takes the write too, which is assumed. Source: npm @azure/arm-kusto 8.1,
 * ClusterUpdate.
 */
export const dataExplorerCluster: ResourceType = {
  type: 'Microsoft.Kusto/clusters',
  apiVersion: '2023-08-15',
  inGraph: true,
  defaults: {
    fields: { sku: { name: 'Standard_E8ads_v5', tier: 'Standard', capacity: 2 } },
    properties: { provisioningState: 'Succeeded', state: 'Running' },
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
  follows: { withinMinutes: 24 * 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('location', 'sku', 'zones'),
        properties: z
          .strictObject({
            ...known('trustedExternalTenants', 'optimizedAutoscale', 'enableDiskEncryption', 'enableStreamingIngest'),
            ...known('virtualNetworkConfiguration', 'enablePurge', 'enableDoubleEncryption', 'publicNetworkAccess'),
            ...known('allowedIpRangeList', 'engineType', 'acceptedAudiences', 'enableAutoStop', 'languageExtensions'),
            ...known(
              'restrictOutboundNetworkAccess',
              'allowedFqdnList',
              'publicIPType',
              'virtualClusterGraduationProperties',
            ),
            keyVaultProperties: z
              .strictObject({
                keyVaultUri: VaultUri.optional(),
                keyName: z.string().optional(),
                keyVersion: z.string().nullable().optional(),
                userIdentity: z.string().optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
