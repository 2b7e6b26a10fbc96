import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { mustKeepVault } from './same-vault';
import { known, KeyUri, trackedFields } from './schemas';

/** Hubs and projects may take another key of their vault only. */
const keepsVault: readonly unknown[] = ['Hub', 'Project'];

/**
 * Machine Learning workspace or hub. That a PATCH takes the key is assumed: older documents call it fixed. A reference
 * without a version is taken and then stays where it is, assumed too. What it makes for itself in its managed resource
 * group is not here. Source: npm @azure/arm-machinelearning 2.1 for the block, documents of Foundry for hubs.
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
    if (keepsVault.includes(next['kind'])) mustKeepVault(machineLearningWorkspace, before, next);
    return next;
  },
};
