import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { customerKey, customerKeyEncryption } from './customer-key-encryption';
import { known, trackedFields } from './schemas';

/**
 * Dev center. That it follows without a version is presumed, how soon is not documented; an hour is assumed. Source:
 * bicep-types-az, Microsoft.DevCenter 2025-02-01; go-azure-sdk, DevCenterUpdate.
 */
export const devCenter: ResourceType = {
  type: 'Microsoft.DevCenter/devcenters',
  apiVersion: '2025-02-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  references: [customerKey],
  version: 'optional',
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('location'),
        properties: z
          .strictObject({
            ...known('displayName', 'networkSettings', 'projectCatalogSettings', 'devBoxProvisioningSettings'),
            encryption: z
              .strictObject({
                customerManagedKeyEncryption: customerKeyEncryption(
                  'systemAssignedIdentity',
                  'userAssignedIdentity',
                  'delegatedResourceIdentity',
                ).optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
