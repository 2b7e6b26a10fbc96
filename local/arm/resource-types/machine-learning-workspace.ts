import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { mustKeepVault } from './same-vault';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Machine Learning workspace or hub. A PATCH takes another key of the same vault, as Microsoft's own client sends it. A reference
 * without a version is taken and then stays where it is, assumed too. What it makes for itself in its managed resource
 * group is not here. Source: npm @azure/arm-machinelearning 2.1 for the block, azure-docs, machine-learning/concept-customer-managed-keys, for the vault.
 */
export const machineLearningWorkspace: ResourceType = {
  type: 'Microsoft.MachineLearningServices/workspaces',
  apiVersion: '2024-04-01',
  inGraph: true,
  defaults: {
    fields: { kind: 'Default', sku: { name: 'Basic', tier: 'Basic' } },
    properties: { provisioningState: 'Succeeded' },
  },
  references: [{ style: 'uri', path: 'encryption.keyVaultProperties.keyIdentifier' }],
  version: 'optional',
  refusesManagedHsm: true,
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('sku'),
        properties: z
          .strictObject({
            ...known('description', 'friendlyName', 'applicationInsights', 'containerRegistry', 'imageBuildCompute'),
            ...known('publicNetworkAccess', 'primaryUserAssignedIdentity', 'managedNetwork', 'v1LegacyMode'),
            ...known('serviceManagedResourcesSettings', 'featureStoreSettings', 'enableDataIsolation'),
            encryption: z
              .strictObject({
                status: z.enum(['Enabled', 'Disabled']).optional(),
                identity: z.strictObject({ userAssignedIdentity: z.string().optional() }).optional(),
                keyVaultProperties: z
                  .strictObject({ keyIdentifier: KeyUri, ...known('keyVaultArmId', 'identityClientId') })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
  prepare(next, { before }) {
    mustKeepVault(machineLearningWorkspace, before, next);
    return next;
  },
};
