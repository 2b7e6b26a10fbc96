import { inParts, withProperties, type TypeCase } from './type-case';

const userAssigned = { userAssignedIdentity: '/subscriptions/s/identities/bus' };

/** A list of one key. */
const namespaceProperties = (version?: string) => ({
  encryption: {
    keySource: 'Microsoft.KeyVault',
    keyVaultProperties: [{ ...inParts(version), identity: userAssigned }],
    requireInfrastructureEncryption: true,
  },
});

const namespaceCase = {
  apiVersion: '2024-01-01',
  properties: namespaceProperties,
  body: withProperties(namespaceProperties),
  status: 202,
  tells: [],
  named: 'encryption.keyVaultProperties.0.keyVersion',
  versionless: 5,
} as const;

export const messaging: readonly TypeCase[] = [
  { type: 'Microsoft.ServiceBus/namespaces', ...namespaceCase },
  { type: 'Microsoft.EventHub/namespaces', ...namespaceCase },
];
