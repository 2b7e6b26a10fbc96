import { armDependent } from './arm-dependent';

/**
 * Azure Load Testing resource: scripts, secrets and variables, but no metrics. It never follows by itself, as its documents
 * say, though the model also takes a URL without version; such a one is pinned. Source: azure-rest-api-specs
 * Microsoft.LoadTestService 2022-12-01, LoadTestResourcePatchRequestBody (PATCH, long-running); azure-docs load-testing,
 * how-to-configure-customer-managed-keys.
 */
export const loadTest = armDependent({
  type: 'Microsoft.LoadTestService/loadTests',
  apiVersion: '2022-12-01',
  references: [{ where: { style: 'uri', path: 'properties.encryption.keyUrl' } }],
  writes: [{ method: 'PATCH', keep: ['properties.encryption.identity'] }],
  managedHsm: 'unverified',
  keepsOldVersionFor: [],
  unverified: ['that it takes a key of a Managed HSM'],
  rights: ['Microsoft.LoadTestService/loadTests/read', 'Microsoft.LoadTestService/loadTests/write'],
});
