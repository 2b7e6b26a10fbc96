import { ComputeManagementClient } from '@azure/arm-compute';
import { StorageManagementClient } from '@azure/arm-storage';
import { identity, uri, vault } from '../arm-case';
import { group, subscription, v2 } from '../arm-estate';
import type { PublishedCase } from './published-client';

const sourceVault = { id: `${group}/providers/Microsoft.KeyVault/vaults/payments` };

/** Where data lies as blobs, files and disks. */
export const storageAndDisks: readonly PublishedCase[] = [
  {
    type: 'Microsoft.Storage/storageAccounts',
    moves({ credential, options }) {
      const { storageAccounts } = new StorageManagementClient(credential, subscription, options);
      const encryption = {
        keySource: 'Microsoft.Keyvault',
        keyVaultProperties: { keyVaultUri: vault, keyName: 'Ledger', keyVersion: v2 },
        encryptionIdentity: { encryptionUserAssignedIdentity: identity },
      };
      return [() => storageAccounts.update('rg', 'Store', { encryption })];
    },
    async reads({ credential, options }) {
      const { storageAccounts } = new StorageManagementClient(credential, subscription, options);
      const read = (await storageAccounts.getProperties('rg', 'Store')).encryption?.keyVaultProperties;
      return [read?.keyVersion, read?.currentVersionedKeyIdentifier];
    },
  },
  {
    type: 'Microsoft.Storage/storageAccounts/encryptionScopes',
    moves({ credential, options }) {
      const { encryptionScopes } = new StorageManagementClient(credential, subscription, options);
      const scope = { source: 'Microsoft.KeyVault', keyVaultProperties: { keyUri: uri(v2) } };
      return [() => encryptionScopes.patch('rg', 'plain', 'secrets', scope)];
    },
    async reads({ credential, options }) {
      const { encryptionScopes } = new StorageManagementClient(credential, subscription, options);
      const read = (await encryptionScopes.get('rg', 'plain', 'secrets')).keyVaultProperties;
      return [read?.keyUri, read?.currentVersionedKeyIdentifier];
    },
  },
  {
    type: 'Microsoft.Compute/diskEncryptionSets',
    moves({ credential, options }) {
      const { diskEncryptionSets } = new ComputeManagementClient(credential, subscription, options);
      const set = { activeKey: { keyUrl: uri(v2), sourceVault }, rotationToLatestKeyVersionEnabled: false };
      return [() => diskEncryptionSets.beginUpdateAndWait('rg', 'disks', set)];
    },
    async reads({ credential, options }) {
      const { diskEncryptionSets } = new ComputeManagementClient(credential, subscription, options);
      const read = await diskEncryptionSets.get('rg', 'disks');
      return [read.activeKey?.keyUrl, read.rotationToLatestKeyVersionEnabled, read.previousKeys];
    },
  },
];
