import { armDependent } from './arm-dependent';

const encryption = 'properties.encryption.customerManagedKeyEncryption';

/**
 * Fluid Relay server. Without a version its storage looks for a new one daily, and it shows none, so a follower can only be
 * assumed. A write fails unless the version in use is still enabled. Managed HSM works too. Source: bicep-types-az
 * Microsoft.FluidRelay 2022-06-01; azure-docs azure-fluid-relay/concepts/customer-managed-keys; terraform-provider-azurerm
 * fluidrelayservers (PATCH, at once).
 */
export const fluidRelayServer = armDependent({
  type: 'Microsoft.FluidRelay/fluidRelayServers',
  apiVersion: '2022-06-01',
  references: [
    { where: { style: 'uri', path: `${encryption}.keyEncryptionKeyUrl` }, follows: { within: { hours: 24 } } },
  ],
  writes: [{ method: 'PATCH', keep: [`${encryption}.keyEncryptionKeyIdentity`] }],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  rights: ['Microsoft.FluidRelay/fluidRelayServers/read', 'Microsoft.FluidRelay/fluidRelayServers/write'],
});
