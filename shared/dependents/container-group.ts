import { armDependent } from './arm-dependent';

/**
 * Group of Container Instances. PATCH takes tags only, and a change of the key in place is not documented: a group is made anew,
 * with a new address and with secrets that nobody can read back, so a person does it. Source: Microsoft.ContainerInstance
 * 2023-05-01.
 */
export const containerGroup = armDependent({
  type: 'Microsoft.ContainerInstance/containerGroups',
  apiVersion: '2023-05-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.encryptionProperties.vaultBaseUrl',
        keyName: 'properties.encryptionProperties.keyName',
        keyVersion: 'properties.encryptionProperties.keyVersion',
      },
    },
  ],
  writes: [],
  byHand: {
    steps:
      'A container group takes a key only when it is made. In a maintenance window: deploy {id} anew with {keyUri} and its ' +
      'secrets, delete the old group, then start this rotation again to have it verified.',
  },
  managedHsm: 'no',
  keepsOldVersionFor: [],
  unverified: ['that the key of a group cannot be changed in place'],
  rights: ['Microsoft.ContainerInstance/containerGroups/read'],
});
