import { keyUrl } from '../estate';
import { withProperties, type TypeCase } from './type-case';

/** The block that newer services share, in each one's own words for its identity. */
const block = (identityType: string) => {
  const properties = (version?: string) => ({
    encryption: {
      customerManagedKeyEncryption: {
        keyEncryptionKeyUrl: keyUrl(version),
        keyEncryptionKeyIdentity: { identityType, userAssignedIdentityResourceId: '/subscriptions/s/identities/app' },
      },
    },
  });
  return {
    properties,
    body: withProperties(properties),
    named: 'encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl',
  };
};

/** Services that keep their key in the block of that name. */
export const keyBlocks: readonly TypeCase[] = [
  {
    type: 'Microsoft.FluidRelay/fluidRelayServers',
    apiVersion: '2022-06-01',
    ...block('UserAssigned'),
    status: 200,
    versionless: 24 * 60,
  },
  {
    type: 'Microsoft.Maps/accounts',
    apiVersion: '2023-06-01',
    ...block('userAssignedIdentity'),
    status: 200,
    versionless: 60,
  },
  {
    type: 'Microsoft.DevCenter/devcenters',
    apiVersion: '2025-02-01',
    ...block('userAssignedIdentity'),
    status: 202,
    versionless: 60,
  },
  {
    type: 'Microsoft.DocumentDB/mongoClusters',
    apiVersion: '2025-09-01',
    ...block('UserAssignedIdentity'),
    status: 202,
    versionless: 60,
  },
];
