import * as z from 'zod';
import { textAt, withAt, withoutAt } from '../json';
import type { ResourceType } from '../resource-type';
import { known, trackedFields, VaultUri } from './schemas';

const keys = 'encryption.keyVaultProperties';

/**
 * VMware private cloud. Without a version it finds a new one within ten minutes and tells which; with one it tells no other. That
 * the version told is a bare one is assumed. Source: npm @azure/arm-avs 4, PrivateCloudUpdate and EncryptionKeyVaultProperties;
 * azure-docs, azure-vmware/configure-customer-managed-keys.
 */
export const vmwarePrivateCloud: ResourceType = {
  type: 'Microsoft.AVS/privateClouds',
  apiVersion: '2023-03-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'AV36' } }, properties: { provisioningState: 'Succeeded' } },
  references: [
    { style: 'split', vaultUri: `${keys}.keyVaultUrl`, keyName: `${keys}.keyName`, keyVersion: `${keys}.keyVersion` },
  ],
  version: 'optional',
  follows: { withinMinutes: 10 },
  shows: { identifier: `${keys}.autoDetectedKeyVersion` },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            ...known('managementCluster', 'internet', 'identitySources', 'availability', 'extendedNetworkBlocks'),
            encryption: z
              .strictObject({
                status: z.enum(['Enabled', 'Disabled']).optional(),
                keyVaultProperties: z
                  .strictObject({
                    keyName: z.string().optional(),
                    keyVersion: z.string().optional(),
                    keyVaultUrl: VaultUri.optional(),
                  })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
  settled(cloud) {
    const connected = withAt(cloud.properties, `${keys}.keyState`, 'Connected');
    const told = `${keys}.autoDetectedKeyVersion`;
    const isFixed = Boolean(textAt(connected, `${keys}.keyVersion`));
    const version = (textAt(connected, told) ?? '').split('/').at(-1);
    const properties = isFixed ? withoutAt(connected, told) : withAt(connected, told, version);
    return { ...cloud, properties: withAt(properties, `${keys}.versionType`, isFixed ? 'Fixed' : 'AutoDetected') };
  },
};
