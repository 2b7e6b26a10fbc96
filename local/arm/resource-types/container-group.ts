import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { echoed, known, trackedFields, VaultUri } from './schemas';

/**
 * Container Instances group. The key, always with a version, is written with the whole object; a PATCH takes tags alone.
 * That a group takes another key without being made anew is not documented, and assumed. Secure values are shown here,
 * which the service leaves out. Source: npm @azure/arm-containerinstance 9.1, ContainerGroup.
 */
export const containerGroup: ResourceType = {
  type: 'Microsoft.ContainerInstance/containerGroups',
  apiVersion: '2023-05-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  references: [
    {
      style: 'split',
      vaultUri: 'encryptionProperties.vaultBaseUrl',
      keyName: 'encryptionProperties.keyName',
      keyVersion: 'encryptionProperties.keyVersion',
    },
  ],
  version: 'required',
  refusesManagedHsm: true,
  writes: {
    PATCH: { takesTime: false, body: z.strictObject({ tags: trackedFields.tags }) },
    PUT: {
      takesTime: true,
      status: 201,
      tells: ['operation'],
      ignores: echoed('provisioningState', 'instanceView'),
      body: z.strictObject({
        ...trackedFields,
        ...known('zones'),
        location: z.string(),
        properties: z.strictObject({
          ...known('imageRegistryCredentials', 'restartPolicy', 'ipAddress', 'volumes', 'diagnostics', 'subnetIds'),
          ...known('dnsConfig', 'sku', 'initContainers', 'extensions', 'confidentialComputeProperties', 'priority'),
          containers: z.array(z.looseObject({ name: z.string() })).min(1),
          osType: z.enum(['Linux', 'Windows']),
          encryptionProperties: z
            .strictObject({
              vaultBaseUrl: VaultUri,
              keyName: z.string(),
              keyVersion: z.string(),
              identity: z.string().optional(),
            })
            .optional(),
        }),
      }),
    },
  },
};
