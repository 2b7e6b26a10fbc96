import type { ResourceType } from '../resource-type';

/**
 * HDInsight cluster: here as a user of a key that Rewrap has no adapter for, since its disks are moved by an action of their
 * own, `rotatediskencryptionkey`. Source: bicep-types-az, Microsoft.HDInsight 2021-06-01, DiskEncryptionProperties.
 */
export const hdinsightCluster: ResourceType = {
  type: 'Microsoft.HDInsight/clusters',
  apiVersion: '2021-06-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', clusterState: 'Running' } },
  references: [
    {
      style: 'split',
      vaultUri: 'diskEncryptionProperties.vaultUri',
      keyName: 'diskEncryptionProperties.keyName',
      keyVersion: 'diskEncryptionProperties.keyVersion',
    },
  ],
  version: 'required',
  writes: {},
};
