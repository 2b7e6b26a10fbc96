import { armDependent } from './arm-dependent';

/**
 * Data factory. Only PUT takes a key, so the whole factory is sent back as found, but for what is read-only. Without a
 * version the newest is used; how soon is not documented (24 hours is the longest lag that any service documents), and it
 * shows no version then, so it can only be assumed. Source: Microsoft.DataFactory 2018-06-01.
 */
export const dataFactory = armDependent({
  type: 'Microsoft.DataFactory/factories',
  apiVersion: '2018-06-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: 'properties.encryption.vaultBaseUrl',
        keyName: 'properties.encryption.keyName',
        keyVersion: 'properties.encryption.keyVersion',
      },
      follows: { within: { hours: 24 } },
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
        'properties.provisioningState',
        'properties.createTime',
        'properties.version',
      ],
    },
  ],
  managedHsm: 'yes',
  keepsOldVersionFor: [],
  unverified: ['the lag of one that follows'],
  rights: ['Microsoft.DataFactory/factories/read', 'Microsoft.DataFactory/factories/write'],
});
