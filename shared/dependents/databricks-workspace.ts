import { armDependent, type Reference } from './arm-dependent';

const entity = (name: string): Reference['where'] => ({
  style: 'split',
  vaultUri: `properties.encryption.entities.${name}.keyVaultProperties.keyVaultUri`,
  keyName: `properties.encryption.entities.${name}.keyVaultProperties.keyName`,
  keyVersion: `properties.encryption.entities.${name}.keyVaultProperties.keyVersion`,
});

/**
 * Databricks workspace: managed services, managed disks and the root of DBFS each may have a key. PATCH takes tags only, so
 * the whole workspace is sent back as found, but for what is read-only. Its managed resource group holds resources with the
 * same key, which only the workspace may change. Unverified: whether disks and DBFS want stopped compute; what a workspace
 * shows of disks that follow, so they are only assumed (their disk encryption set tells); their lag, which is that of such
 * sets. It has no entity tag: of two changes at once the later may undo the earlier, which the look before retirement
 * shows. Source: Microsoft.Databricks 2023-02-01.
 */
export const databricksWorkspace = armDependent({
  type: 'Microsoft.Databricks/workspaces',
  apiVersion: '2023-02-01',
  references: [
    { where: entity('managedServices') },
    {
      where: entity('managedDisk'),
      follows: {
        flag: 'properties.encryption.entities.managedDisk.rotationToLatestKeyVersionEnabled',
        silent: true,
        within: { hours: 1 },
      },
    },
    {
      where: {
        style: 'split',
        vaultUri: 'properties.parameters.encryption.value.keyvaulturi',
        keyName: 'properties.parameters.encryption.value.KeyName',
        keyVersion: 'properties.parameters.encryption.value.keyversion',
      },
    },
  ],
  writes: [
    {
      method: 'PUT',
      keepAllBut: [
        'id',
        'name',
        'type',
        'systemData',
        'properties.provisioningState',
        'properties.createdDateTime',
        'properties.createdBy',
        'properties.updatedBy',
        'properties.workspaceId',
        'properties.workspaceUrl',
        'properties.storageAccountIdentity',
        'properties.managedDiskIdentity',
        'properties.diskEncryptionSetId',
        'properties.privateEndpointConnections',
      ],
    },
  ],
  managedHsm: 'yes',
  keepsOldVersionFor: [
    { what: 'clusters that have run since before the move, until they are restarted', backups: false },
  ],
  unverified: [
    'that disks and the root of DBFS can be moved while compute runs',
    'what a workspace shows of disks that follow, and their lag',
    'that nothing else is lost when the whole workspace is sent back; it has no entity tag',
  ],
  rights: ['Microsoft.Databricks/workspaces/read', 'Microsoft.Databricks/workspaces/write'],
});
