import { keyUrl } from '../estate';
import { withProperties, type TypeCase } from './type-case';

const userAssignedIdentity = '/subscriptions/s/identities/store';

const recovery = (version?: string) => ({
  encryption: {
    keyVaultProperties: { keyUri: keyUrl(version) },
    kekIdentity: { useSystemAssignedIdentity: false, userAssignedIdentity },
    infrastructureEncryption: 'Enabled',
  },
});

const backup = (version?: string) => ({
  securitySettings: {
    encryptionSettings: {
      state: 'Enabled',
      keyVaultProperties: { keyUri: keyUrl(version) },
      kekIdentity: { identityType: 'UserAssigned', identityId: userAssignedIdentity },
      infrastructureEncryption: 'Disabled',
    },
  },
});

const redis = (version?: string) => ({
  encryption: {
    customerManagedKeyEncryption: {
      keyEncryptionKeyUrl: keyUrl(version),
      keyEncryptionKeyIdentity: {
        identityType: 'userAssignedIdentity',
        userAssignedIdentityResourceId: userAssignedIdentity,
      },
    },
  },
});

const workspace = (version?: string) => ({
  encryption: {
    status: 'Enabled',
    identity: { userAssignedIdentity },
    keyVaultProperties: { keyIdentifier: keyUrl(version), keyVaultArmId: '/subscriptions/s/vaults/v' },
  },
});

/** Keepers of backups and data that are moved by PATCH. */
export const vaults: readonly TypeCase[] = [
  {
    type: 'Microsoft.RecoveryServices/vaults',
    apiVersion: '2024-04-01',
    properties: recovery,
    body: withProperties(recovery),
    status: 202,
    named: 'encryption.keyVaultProperties.keyUri',
    versionless: 60,
  },
  {
    type: 'Microsoft.DataProtection/backupVaults',
    apiVersion: '2025-07-01',
    properties: backup,
    body: withProperties(backup),
    status: 202,
    named: 'securitySettings.encryptionSettings.keyVaultProperties.keyUri',
    versionless: 60,
  },
  {
    type: 'Microsoft.Cache/redisEnterprise',
    apiVersion: '2025-07-01',
    properties: redis,
    body: withProperties(redis),
    status: 202,
    named: 'encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl',
    versionless: 'refused',
  },
  {
    type: 'Microsoft.MachineLearningServices/workspaces',
    apiVersion: '2024-04-01',
    properties: workspace,
    body: withProperties(workspace),
    status: 202,
    named: 'encryption.keyVaultProperties.keyIdentifier',
    versionless: 'stays',
  },
];
