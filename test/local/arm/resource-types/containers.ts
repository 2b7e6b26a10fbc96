import { keyUrl } from '../estate';
import { withProperties, type TypeCase } from './type-case';

const registry = (version?: string) => ({
  encryption: { status: 'enabled', keyVaultProperties: { keyIdentifier: keyUrl(version), identity: 'client-id' } },
});

export const containers: readonly TypeCase[] = [
  {
    type: 'Microsoft.ContainerRegistry/registries',
    apiVersion: '2025-11-01',
    properties: registry,
    body: withProperties(registry),
    status: 202,
    named: 'encryption.keyVaultProperties.keyIdentifier',
    shown: 'encryption.keyVaultProperties.versionedKeyIdentifier',
    versionless: 60,
  },
];
