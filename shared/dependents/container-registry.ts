import { armDependent } from './arm-dependent';

/**
 * Container registry. A versioned identifier pins it, one without a version makes it follow. `identity` is a client id, sent
 * back as found. Unverified: that pinning and releasing makes it look at once, so the nudge is proven by reading back.
 * Source: Microsoft.ContainerRegistry 2025-11-01.
 */
export const containerRegistry = armDependent({
  type: 'Microsoft.ContainerRegistry/registries',
  apiVersion: '2025-11-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.encryption.keyVaultProperties.keyIdentifier' },
      inUse: 'properties.encryption.keyVaultProperties.versionedKeyIdentifier',
      follows: { within: { hours: 1 }, nudge: true },
    },
  ],
  writes: [
    {
      method: 'PATCH',
      keep: ['properties.encryption.status', 'properties.encryption.keyVaultProperties.identity'],
    },
  ],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['that pinning and releasing makes it look at once'],
  rights: ['Microsoft.ContainerRegistry/registries/read', 'Microsoft.ContainerRegistry/registries/write'],
});
