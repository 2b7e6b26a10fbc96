import { keyUrl } from '../estate';
import { inParts, vaultUri, withProperties, type TypeCase } from './type-case';

const store = (version?: string) => ({
  encryption: { keyVaultProperties: { keyIdentifier: keyUrl(version), identityClientId: 'client-id' } },
});

const account = (version?: string) => ({
  encryption: {
    keySource: 'Microsoft.KeyVault',
    keyVaultProperties: { ...inParts(version), identityClientId: 'client-id' },
  },
});

const logs = (version?: string) => ({ keyVaultProperties: inParts(version) });

const automation = (version = '') => ({
  encryption: {
    keySource: 'Microsoft.Keyvault',
    keyVaultProperties: { keyvaultUri: vaultUri, keyName: 'ledger', keyVersion: version },
  },
});

const batch = (version?: string) => ({
  encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties: { keyIdentifier: keyUrl(version) } },
});

/** Services of the platform that are moved by PATCH. */
export const services: readonly TypeCase[] = [
  {
    type: 'Microsoft.AppConfiguration/configurationStores',
    apiVersion: '2024-06-01',
    properties: store,
    body: withProperties(store),
    status: 202,
    named: 'encryption.keyVaultProperties.keyIdentifier',
    versionless: 60,
  },
  {
    type: 'Microsoft.CognitiveServices/accounts',
    apiVersion: '2025-09-01',
    properties: account,
    body: withProperties(account),
    status: 202,
    named: 'encryption.keyVaultProperties.keyVersion',
    versionless: 'stays',
  },
  {
    type: 'Microsoft.OperationalInsights/clusters',
    apiVersion: '2025-07-01',
    properties: logs,
    body: withProperties(logs),
    status: 202,
    named: 'keyVaultProperties.keyVersion',
    versionless: 60,
  },
  {
    type: 'Microsoft.Automation/automationAccounts',
    apiVersion: '2023-11-01',
    properties: automation,
    body: withProperties(automation),
    status: 200,
    named: 'encryption.keyVaultProperties.keyVersion',
    versionless: 'stays',
  },
  {
    type: 'Microsoft.Batch/batchAccounts',
    apiVersion: '2023-11-01',
    properties: batch,
    body: withProperties(batch),
    status: 200,
    named: 'encryption.keyVaultProperties.keyIdentifier',
    versionless: 'stays',
  },
];
