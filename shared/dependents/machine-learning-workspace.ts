import { armDependent } from './arm-dependent';

/**
 * Machine Learning workspace. Documentation of 2022 says that its key cannot be changed after creation, and a later way could
 * not be confirmed: it is never written. Whether it follows a reference without version is unverified too. Resources that it
 * keeps in its managed resource group have references of their own. Source: Microsoft.MachineLearningServices 2024-04-01, an
 * API version from memory.
 */
export const machineLearningWorkspace = armDependent({
  type: 'Microsoft.MachineLearningServices/workspaces',
  apiVersion: '2024-04-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.encryption.keyVaultProperties.keyIdentifier' },
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [],
  byHand: {
    steps:
      'Rewrap does not change the key of a Machine Learning workspace. Ask Azure support whether this workspace can take ' +
      '{keyUri}, or move its work to a new one; then start this rotation again to have it verified.',
  },
  managedHsm: 'no',
  keepsOldVersionFor: [
    { what: 'the resources in its managed resource group, which refer to the key by themselves', backups: false },
  ],
  unverified: ['that its key cannot be changed', 'that it follows a reference without version', 'the API version'],
  rights: ['Microsoft.MachineLearningServices/workspaces/read'],
});
