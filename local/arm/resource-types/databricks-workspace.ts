import { z } from 'zod';
import type { ReferenceShape, ResourceType } from '../resource-type';
import { echoed, known, trackedFields, VaultUri } from './schemas';

const KeyVaultProperties = z.strictObject({ keyVaultUri: VaultUri, keyName: z.string(), keyVersion: z.string() });
const Entity = z.strictObject({ keySource: z.literal('Microsoft.Keyvault'), keyVaultProperties: KeyVaultProperties });

/** The key of the workspace's root storage, in a casing of its own. */
const RootEncryption = z.strictObject({
  keySource: z.enum(['Default', 'Microsoft.Keyvault']).optional(),
  KeyName: z.string().optional(),
  keyversion: z.string().optional(),
  keyvaulturi: VaultUri.optional(),
});

const entityKey = (entity: string): ReferenceShape => ({
  style: 'split',
  vaultUri: `encryption.entities.${entity}.keyVaultProperties.keyVaultUri`,
  keyName: `encryption.entities.${entity}.keyVaultProperties.keyName`,
  keyVersion: `encryption.entities.${entity}.keyVaultProperties.keyVersion`,
});

/**
 * Databricks workspace: up to three keys, for managed services, managed disks and root storage, each with a version. Only
 * that of the disks follows, by its flag; the workspace goes on showing what was written, which is assumed like the lag,
 * that of a disk encryption set. A PATCH takes tags alone. Its managed resource group is not here. Source: npm
 * @azure/arm-databricks 4, Workspace, without what 2023-02-01 does not have.
 */
export const databricksWorkspace: ResourceType = {
  type: 'Microsoft.Databricks/workspaces',
  apiVersion: '2023-02-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'premium' } }, properties: { provisioningState: 'Succeeded' } },
  references: [
    entityKey('managedServices'),
    { ...entityKey('managedDisk'), followsIf: 'encryption.entities.managedDisk.rotationToLatestKeyVersionEnabled' },
    {
      style: 'split',
      vaultUri: 'parameters.encryption.value.keyvaulturi',
      keyName: 'parameters.encryption.value.KeyName',
      keyVersion: 'parameters.encryption.value.keyversion',
    },
  ],
  version: 'required',
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: { takesTime: true, tells: ['location'], body: z.strictObject({ tags: trackedFields.tags }) },
    PUT: {
      takesTime: true,
      tells: ['location'],
      ignores: echoed(
        'provisioningState',
        'createdDateTime',
        'workspaceId',
        'workspaceUrl',
        'diskEncryptionSetId',
        'privateEndpointConnections',
      ),
      body: z.strictObject({
        tags: trackedFields.tags,
        location: z.string(),
        ...known('sku'),
        properties: z.strictObject({
          ...known('uiDefinitionUri', 'authorizations', 'createdBy', 'updatedBy', 'storageAccountIdentity'),
          ...known('managedDiskIdentity', 'publicNetworkAccess', 'requiredNsgRules'),
          managedResourceGroupId: z.string(),
          parameters: z
            .strictObject({
              ...known('amlWorkspaceId', 'customVirtualNetworkId', 'customPublicSubnetName', 'customPrivateSubnetName'),
              ...known('enableNoPublicIp', 'loadBalancerBackendPoolName', 'loadBalancerId', 'natGatewayName'),
              ...known('publicIpName', 'prepareEncryption', 'requireInfrastructureEncryption', 'storageAccountName'),
              ...known('storageAccountSkuName', 'vnetAddressPrefix', 'resourceTags'),
              encryption: z.strictObject({ type: z.string().optional(), value: RootEncryption }).optional(),
            })
            .optional(),
          encryption: z
            .strictObject({
              entities: z.strictObject({
                managedServices: Entity.optional(),
                managedDisk: Entity.extend({ rotationToLatestKeyVersionEnabled: z.boolean().optional() }).optional(),
              }),
            })
            .optional(),
        }),
      }),
    },
  },
};
