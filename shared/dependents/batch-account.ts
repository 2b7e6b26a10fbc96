import { armDependent } from './arm-dependent';

/**
 * Batch account. Documentation knows no rotation by itself, while the model allows an identifier without version: such a one
 * is left as it is and can only be assumed (unverified). Disks of its pools have keys of their own, which are not seen here.
 * Source: Microsoft.Batch 2023-11-01.
 */
export const batchAccount = armDependent({
  type: 'Microsoft.Batch/batchAccounts',
  apiVersion: '2023-11-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.encryption.keyVaultProperties.keyIdentifier' },
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.encryption.keySource'] }],
  managedHsm: 'no',
  keepsOldVersionFor: [],
  unverified: ['that it follows a reference without version, and how soon'],
  rights: ['Microsoft.Batch/batchAccounts/read', 'Microsoft.Batch/batchAccounts/write'],
});
