import { armDependent } from './arm-dependent';

/**
 * Automation account. New versions are set by a write, as documented in 2020. Documentation spells the names in more than one
 * way; those of the published model are taken. Source: bicep-types-az, Microsoft.Automation 2023-11-01, KeyVaultProperties.
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
    'that the write ends with its answer',
    'what a reference without version means, so that such a one is pinned',
  ],
  rights: ['Microsoft.Automation/automationAccounts/read', 'Microsoft.Automation/automationAccounts/write'],
});
