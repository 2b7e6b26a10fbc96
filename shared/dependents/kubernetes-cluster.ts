import { armDependent } from './arm-dependent';

/**
 * AKS cluster whose Secrets are encrypted in etcd. A PATCH takes tags only, so the whole cluster is sent back as found, but for
 * what is read-only: the vault's network access cannot change while encryption is on, and stays as it is. Where the key has no
 * version (Kubernetes 1.33 and later, `kubernetesResourceObjectEncryptionProfile`), new versions are followed. Source: Microsoft.ContainerService 2026-04-01;
 * azure-aks-docs, use-kms-etcd-encryption (2024) and kms-data-encryption (2025).
 */
export const kubernetesCluster = armDependent({
  type: 'Microsoft.ContainerService/managedClusters',
  apiVersion: '2026-04-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.securityProfile.azureKeyVaultKms.keyId' },
      follows: { within: { hours: 6 } },
    },
  ],
  writes: [
    {
      method: 'PUT',
      etag: 'eTag',
      keepAllBut: [
        'id',
        'name',
        'type',
        'eTag',
        'systemData',
        'properties.provisioningState',
        'properties.powerState',
        'properties.maxAgentPools',
        'properties.currentKubernetesVersion',
        'properties.fqdn',
        'properties.privateFQDN',
        'properties.azurePortalFQDN',
        'properties.resourceUID',
        'identity.principalId',
        'identity.tenantId',
      ],
    },
  ],
  managedHsm: 'unverified',
  keepsTo: {
    what: 'its vault',
    because:
      'A cluster with a private vault names the vault’s resource too, so Rewrap turns none to a key of another vault. Do it ' +
      'with az aks update --azure-keyvault-kms-key-id and --azure-keyvault-kms-key-vault-resource-id.',
  },
  keepsOldVersionFor: [
    {
      what: 'its API server, which holds the version before the current one too until the next rotation',
      backups: false,
    },
  ],
  rights: ['Microsoft.ContainerService/managedClusters/read', 'Microsoft.ContainerService/managedClusters/write'],
  unverified: [
    'that the stable API shows and keeps the profile of the newer encryption',
    'that `If-Match` is honoured; a tag is sent only where one is shown',
    'that sending back identities and subnets as found takes no rights of their own',
  ],
});
