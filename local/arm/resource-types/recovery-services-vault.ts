import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Recovery Services vault. It follows without a version, and does not tell which one it uses. Source: npm
 * @azure/arm-recoveryservices 7.2, PatchVault.
 */
export const recoveryServicesVault: ResourceType = {
  type: 'Microsoft.RecoveryServices/vaults',
  apiVersion: '2024-04-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'RS0', tier: 'Standard' } }, properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: 'encryption.keyVaultProperties.keyUri' }],
  version: 'optional',
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('location', 'sku', 'etag'),
        properties: z
          .strictObject({
            ...known('upgradeDetails', 'moveDetails', 'publicNetworkAccess', 'monitoringSettings', 'securitySettings'),
            ...known('redundancySettings', 'restoreSettings', 'resourceGuardOperationRequests'),
            encryption: z
              .strictObject({
                keyVaultProperties: z.strictObject({ keyUri: KeyUri }).optional(),
                kekIdentity: z
                  .strictObject({
                    useSystemAssignedIdentity: z.boolean().optional(),
                    userAssignedIdentity: z.string().optional(),
                  })
                  .optional(),
                infrastructureEncryption: z.enum(['Enabled', 'Disabled']).optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
