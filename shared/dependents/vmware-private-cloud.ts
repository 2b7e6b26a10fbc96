import { armDependent } from './arm-dependent';

const keys = 'properties.encryption.keyVaultProperties';

/**
 * Azure VMware Solution private cloud: the key wraps those of vSAN. Without a version it finds a new one within 10 minutes and
 * shows which; a pinned one shows what was written. `keyState` tells whether the key can be reached. Source: npm @azure/arm-avs
 * 4.0.0, PrivateCloudUpdate, api-version 2023-03-01 (PATCH, long-running); azure-docs azure-vmware,
 * configure-customer-managed-keys.
 */
export const vmwarePrivateCloud = armDependent({
  type: 'Microsoft.AVS/privateClouds',
  apiVersion: '2023-03-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: `${keys}.keyVaultUrl`,
        keyName: `${keys}.keyName`,
        keyVersion: `${keys}.keyVersion`,
      },
      follows: { within: { minutes: 10 }, inUse: `${keys}.autoDetectedKeyVersion` },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.encryption.status'] }],
  probe: { path: `${keys}.keyState`, is: 'Connected' },
  managedHsm: 'unverified',
  keepsOldVersionFor: [],
  unverified: [
    'that a pinned cloud takes another version while the old one lives; documents speak of expiry only',
    'whether the version found is shown alone or as a URL',
    'that it takes a key of a Managed HSM',
  ],
  rights: ['Microsoft.AVS/privateClouds/read', 'Microsoft.AVS/privateClouds/write'],
});
