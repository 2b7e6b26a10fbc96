import { armDependent } from './arm-dependent';

/**
 * Recovery Services vault. Its identity is sent back as found: it must not be detached even for a moment. A following one
 * shows no version, so it can only be assumed. Vaults configured before April 2021 may not show their key here at all.
 * Source: Microsoft.RecoveryServices 2024-04-01.
 */
export const recoveryServicesVault = armDependent({
  type: 'Microsoft.RecoveryServices/vaults',
  apiVersion: '2024-04-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.encryption.keyVaultProperties.keyUri' },
      follows: { within: { hours: 1 } },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: ['properties.encryption.kekIdentity', 'properties.encryption.infrastructureEncryption'],
    },
  ],
  managedHsm: 'yes',
  keepsOldVersionFor: [{ what: 'the first complete backup job after the move', backups: false }],
  unverified: ['where vaults configured before April 2021 show their key'],
  rights: ['Microsoft.RecoveryServices/vaults/read', 'Microsoft.RecoveryServices/vaults/write'],
});
