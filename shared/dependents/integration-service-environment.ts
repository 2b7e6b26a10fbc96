import { armDependent } from './arm-dependent';

/**
 * Integration service environment of Logic Apps. The service was retired in 2024 (from memory, unverified) and its key could not be
 * changed: whatever is still there is recognised, so that no version is disabled under it, and left to a person. It names its vault
 * by resource id. Source: Microsoft.Logic 2019-05-01.
 */
export const integrationServiceEnvironment = armDependent({
  type: 'Microsoft.Logic/integrationServiceEnvironments',
  apiVersion: '2019-05-01',
  unnamed: true,
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.encryptionConfiguration.encryptionKeyReference.keyVault.id',
        keyName: 'properties.encryptionConfiguration.encryptionKeyReference.keyName',
        keyVersion: 'properties.encryptionConfiguration.encryptionKeyReference.keyVersion',
      },
    },
  ],
  writes: [],
  byHand: {
    steps:
      'Integration service environments are retired, and took a key only when they were made, so {id} will not come to {keyUri}. ' +
      'Export its workflows to a Standard logic app and delete it. Keep the old version enabled until then.',
  },
  managedHsm: 'no',
  keepsOldVersionFor: [],
  unverified: ['that it was retired in 2024'],
  rights: ['Microsoft.Logic/integrationServiceEnvironments/read'],
});
