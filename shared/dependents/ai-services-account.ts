import { armDependent } from './arm-dependent';

/**
 * Account of Azure AI services (OpenAI, Foundry, Speech and others). New versions are always set by a write, as documented;
 * whether it would follow a reference without version is unverified, so such a one is pinned. The identity is repeated,
 * because leaving it out may drop it (unverified). Source: Microsoft.CognitiveServices 2025-09-01.
 */
export const aiServicesAccount = armDependent({
  type: 'Microsoft.CognitiveServices/accounts',
  apiVersion: '2025-09-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.encryption.keyVaultProperties.keyVaultUri',
        keyName: 'properties.encryption.keyVaultProperties.keyName',
        keyVersion: 'properties.encryption.keyVaultProperties.keyVersion',
      },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: ['properties.encryption.keySource', 'properties.encryption.keyVaultProperties.identityClientId'],
    },
  ],
  managedHsm: 'yes',
  keepsTo: {
    what: 'its vault',
    when: { path: 'kind', is: 'AIServices' },
    because: 'A Foundry account takes another key of its own vault only. Make the new key in the vault that it uses.',
  },
  keepsOldVersionFor: [],
  unverified: [
    'what a reference without version means, so that such a one is pinned',
    'that leaving out the identity drops it',
  ],
  rights: ['Microsoft.CognitiveServices/accounts/read', 'Microsoft.CognitiveServices/accounts/write'],
});
