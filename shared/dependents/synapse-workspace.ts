import { armDependent } from './arm-dependent';

/**
 * Synapse workspace. Its reference never names a version, is not followed, and nothing shows the version in use: how it gets to
 * a new one is code (`synapse-swap.ts`). All keys that are registered with it are looked at, because on the way it uses another
 * one. Source: Microsoft.Synapse 2021-06-01; azure-docs, synapse-analytics/security/workspaces-encryption (2022, 2025).
 */
export const synapseWorkspace = armDependent({
  type: 'Microsoft.Synapse/workspaces',
  apiVersion: '2021-06-01',
  references: [{ where: { style: 'uri', path: 'properties.encryption.cmk.key.keyVaultUrl' } }],
  writes: [],
  registrations: { collection: 'keys', uri: 'properties.keyVaultUrl' },
  managedHsm: 'yes',
  keepsOldVersionFor: [
    { what: 'dedicated SQL pools that were not online, and backups of pools, taken under it', backups: true },
  ],
  rights: ['Microsoft.Synapse/workspaces/read', 'Microsoft.Synapse/workspaces/keys/read'],
  unverified: [
    'that a new version is reached by no other way than through another key',
    'what `isActiveCMK` of a registered key does; it is written as false',
    'what a workspace shows while it encrypts anew; it is taken to be busy until its provisioning is over',
  ],
});
