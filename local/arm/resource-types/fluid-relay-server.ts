import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { customerKey, customerKeyEncryption } from './customer-key-encryption';
import { known, trackedFields } from './schemas';

/**
 * Fluid Relay server. Without a version its storage looks for a new one daily; it does not tell which it uses. A PATCH answers
 * at once, and fails unless the version in use is enabled. Source: bicep-types-az, Microsoft.FluidRelay 2022-06-01;
 * azure-docs, azure-fluid-relay/concepts/customer-managed-keys.
 */
export const fluidRelayServer: ResourceType = {
  type: 'Microsoft.FluidRelay/fluidRelayServers',
  apiVersion: '2022-06-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', storagesku: 'standard' } },
  references: [customerKey],
  version: 'optional',
  follows: { withinMinutes: 24 * 60 },
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        ...known('location'),
        properties: z
          .strictObject({
            encryption: z
              .strictObject({
                customerManagedKeyEncryption: customerKeyEncryption('SystemAssigned', 'UserAssigned').optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
