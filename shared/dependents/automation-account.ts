import { armDependent } from './arm-dependent';

/**
 * Automation account. New versions are set by a write, as documented in 2020. Unverified: the API version, whether the write
 * ends with its answer, and what a reference without version means, so such a one is pinned. Documentation spells the names
 * in more than one way. Source: Microsoft.Automation 2023-11-01.
 */
export const automationAccount = armDependent({
  type: 'Microsoft.Automation/automationAccounts',
  apiVersion: '2023-11-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.encryption.keyVaultProperties.keyvaultUri',
        keyName: 'properties.encryption.keyVaultProperties.keyName',
        keyVersion: 'properties.encryption.keyVaultProperties.keyVersion',
      },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.encryption.keySource'] }],
  managedHsm: 'no',
  keepsOldVersionFor: [],
  unverified: [
    'the API version',
    'that the write ends with its answer',
    'what a reference without version means, so that such a one is pinned',
  ],
  rights: ['Microsoft.Automation/automationAccounts/read', 'Microsoft.Automation/automationAccounts/write'],
});
