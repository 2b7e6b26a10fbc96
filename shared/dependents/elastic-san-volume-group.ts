import { armDependent } from './arm-dependent';

const keys = 'properties.encryptionProperties';

/**
 * Volume group of an Elastic SAN; listed below its SAN, as a child that Resource Graph does not hold. Without a version, or
 * with an empty one, it looks for a new one once a day. Source: azure-rest-api-specs ElasticSan.Management/VolumeGroup.tsp
 * (PATCH, long-running); bicep-types-az Microsoft.ElasticSan 2025-09-01; terraform-provider-azurerm volumegroups; azure-docs
 * elastic-san-encryption-manage-customer-keys, which names Managed HSM too.
 */
export const elasticSanVolumeGroup = armDependent({
  type: 'Microsoft.ElasticSan/elasticSans/volumegroups',
  apiVersion: '2025-09-01',
  listed: { parent: 'Microsoft.ElasticSan/elasticSans', collection: 'volumegroups' },
  references: [
    {
      where: {
        style: 'split',
        vaultUri: `${keys}.keyVaultProperties.keyVaultUri`,
        keyName: `${keys}.keyVaultProperties.keyName`,
        keyVersion: `${keys}.keyVaultProperties.keyVersion`,
      },
      inUse: `${keys}.keyVaultProperties.currentVersionedKeyIdentifier`,
      follows: { within: { hours: 24 }, nudge: true },
    },
  ],
  writes: [{ method: 'PATCH', keep: ['properties.encryption', `${keys}.identity`] }],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['that pinning and releasing makes it look at once'],
  rights: [
    'Microsoft.ElasticSan/elasticSans/read',
    'Microsoft.ElasticSan/elasticSans/volumegroups/read',
    'Microsoft.ElasticSan/elasticSans/volumegroups/write',
  ],
});
