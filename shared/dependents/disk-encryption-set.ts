import { armDependent } from './arm-dependent';

/**
 * Disk encryption set; its disks, snapshots and images follow the set. A reference always names a version; following needs
 * the flag. Sets for confidential VMs can be rotated, but only by hand: if one VM runs, none gets the new key. That "stopped"
 * means deallocated is unverified, hence the steps ask for it. With a key of another vault that vault is named if it lies in the
 * set's subscription, and none otherwise, nor for a Managed HSM, as Terraform does. Source: Microsoft.Compute 2025-01-02.
 */
export const diskEncryptionSet = armDependent({
  type: 'Microsoft.Compute/diskEncryptionSets',
  apiVersion: '2025-01-02',
  references: [
    {
      where: { style: 'uri', path: 'properties.activeKey.keyUrl' },
      vault: 'properties.activeKey.sourceVault',
      follows: { flag: 'properties.rotationToLatestKeyVersionEnabled', within: { hours: 1 }, nudge: true },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: ['properties.activeKey.sourceVault', 'properties.rotationToLatestKeyVersionEnabled'],
    },
  ],
  byHand: {
    when: { path: 'properties.encryptionType', is: 'ConfidentialVmEncryptedWithCustomerKey' },
    steps:
      'Confidential VMs use this set, so Rewrap never changes it. In a maintenance window: deallocate every confidential VM ' +
      'that uses the set, point the set at {keyUri}, start the VMs, then start this rotation again to have it verified.',
  },
  rewrapping: 'properties.previousKeys',
  followError: 'properties.autoKeyRotationError',
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['that a stopped confidential VM must be deallocated', 'that a vault left out of the write is not kept'],
  rights: ['Microsoft.Compute/diskEncryptionSets/read', 'Microsoft.Compute/diskEncryptionSets/write'],
});
