import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

const keyEncryptionKey = z.strictObject({
  keyUrl: KeyUri,
  sourceVault: z.strictObject({ id: z.string().optional() }),
});

/**
 * Managed Lustre file system. That its URL needs a version is assumed, for it has no flag to follow. Source: npm
 * @azure/arm-storagecache 7, AmlFilesystemUpdate.
 */
export const managedLustre: ResourceType = {
  type: 'Microsoft.StorageCache/amlFilesystems',
  apiVersion: '2023-05-01',
  inGraph: true,
  defaults: {
    fields: { sku: { name: 'AMLFS-Durable-Premium-250' } },
    properties: { provisioningState: 'Succeeded', storageCapacityTiB: 8 },
  },
  references: [{ style: 'uri', path: 'encryptionSettings.keyEncryptionKey.keyUrl' }],
  version: 'required',
  refusesManagedHsm: true,
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        tags: trackedFields.tags,
        properties: z
          .strictObject({
            ...known('maintenanceWindow'),
            encryptionSettings: z.strictObject({ keyEncryptionKey: keyEncryptionKey.optional() }).optional(),
          })
          .optional(),
      }),
    },
  },
};

/**
 * HPC Cache. It follows by its flag; the lag of an hour is assumed, as is that the reference then stays as it was written. A
 * PATCH takes the model of the whole cache. Source: npm @azure/arm-storagecache 7, Cache; azure-docs, hpc-cache/customer-keys.
 */
export const hpcCache: ResourceType = {
  type: 'Microsoft.StorageCache/caches',
  apiVersion: '2023-05-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'Standard_2G' } }, properties: { provisioningState: 'Succeeded' } },
  references: [
    {
      style: 'uri',
      path: 'encryptionSettings.keyEncryptionKey.keyUrl',
      followsIf: 'encryptionSettings.rotationToLatestKeyVersionEnabled',
    },
  ],
  version: 'required',
  refusesManagedHsm: true,
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('location', 'sku'),
        properties: z
          .strictObject({
            ...known('cacheSizeGB', 'subnet', 'upgradeSettings', 'networkSettings', 'securitySettings', 'zones'),
            ...known('directoryServicesSettings'),
            encryptionSettings: z
              .strictObject({
                keyEncryptionKey: keyEncryptionKey.optional(),
                rotationToLatestKeyVersionEnabled: z.boolean().optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
