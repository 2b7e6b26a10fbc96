import { armDependent } from './arm-dependent';

/**
 * NetApp account. Its reference has no place for a version and shows none. Documentation of 2022 says that volumes are not
 * re-keyed, and nothing newer could be confirmed: it is never written, and the version in use when it was set up is taken to
 * stay in use. It uses its key to encrypt and decrypt, not to wrap. Source: Microsoft.NetApp 2023-05-01.
 */
export const netAppAccount = armDependent({
  type: 'Microsoft.NetApp/netAppAccounts',
  apiVersion: '2023-05-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.encryption.keyVaultProperties.keyVaultUri',
        keyName: 'properties.encryption.keyVaultProperties.keyName',
      },
    },
  ],
  writes: [],
  byHand: {
    steps:
      'Azure NetApp Files shows no version of its key and documents no way to re-key a volume. Ask Azure support whether the ' +
      'volumes of this account use {keyUri} by now. Keep the old version enabled until they have said so.',
  },
  managedHsm: 'yes',
  keepsOldVersionFor: [{ what: 'volumes encrypted under it, which are not known to be re-keyed', backups: false }],
  unverified: ['that volumes cannot be re-keyed', 'that it takes up a new version at all'],
  rights: ['Microsoft.NetApp/netAppAccounts/read'],
});
