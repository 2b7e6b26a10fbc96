import { armDependent } from './arm-dependent';

/**
 * Backup vault. The whole block of security settings is sent back, because whether a PATCH merges it is unverified; its
 * identity cannot change together with the key. A following one shows no version, so it can only be assumed. Source:
 * Microsoft.DataProtection 2025-07-01.
 */
export const backupVault = armDependent({
  type: 'Microsoft.DataProtection/backupVaults',
  apiVersion: '2025-07-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.securitySettings.encryptionSettings.keyVaultProperties.keyUri' },
      follows: { within: { hours: 1 } },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: [
        'properties.securitySettings.softDeleteSettings',
        'properties.securitySettings.immutabilitySettings',
        'properties.securitySettings.encryptionSettings.state',
        'properties.securitySettings.encryptionSettings.kekIdentity',
        'properties.securitySettings.encryptionSettings.infrastructureEncryption',
      ],
    },
  ],
  probe: { path: 'properties.securitySettings.encryptionSettings.state', is: 'Enabled' },
  managedHsm: 'yes',
  keepsOldVersionFor: [{ what: 'jobs that were running during the move, and the first one after it', backups: false }],
  unverified: ['that a PATCH merges the security settings'],
  rights: ['Microsoft.DataProtection/backupVaults/read', 'Microsoft.DataProtection/backupVaults/write'],
});
