import { armDependent } from './arm-dependent';

/**
 * NetApp account. Its reference has no place for a version and shows none. All volumes can be re-keyed, but only to a key of
 * another name in the same vault: what a new version of the same key does is not documented, so it is never written, and the
 * version in use when it was set up is taken to stay in use. It uses its key to encrypt and decrypt, not to wrap. Source:
 * Microsoft.NetApp 2023-05-01; azure-docs, azure-netapp-files/configure-customer-managed-keys.
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
      'Azure NetApp Files shows no version of its key, and documents re-keying to a key of another name only. To be sure, use ' +
      '"Rekey" under Encryption of {id} with another key of the same vault, wait, and rekey back to this one; else ask Azure ' +
      'support whether its volumes use {keyUri} by now. Keep the old version enabled until then.',
  },
  managedHsm: 'yes',
  keepsOldVersionFor: [{ what: 'volumes encrypted under it, which are not known to be re-keyed', backups: false }],
  unverified: ['that volumes cannot be re-keyed', 'that it takes up a new version at all'],
  rights: ['Microsoft.NetApp/netAppAccounts/read'],
});
