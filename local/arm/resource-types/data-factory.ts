import { z } from 'zod';
import { ArmError } from '../arm-error';
import { at } from '../json';
import type { ResourceType } from '../resource-type';
import { echoed, known, trackedFields, VaultUri } from './schemas';

/**
 * Data factory. The key is written with the whole object, under the ETag if one is given; a PATCH does not take it, and it
 * cannot be removed. Without a version the newest is used, within a day, which is assumed; it does not tell which.
 * Source: npm @azure/arm-datafactory 12, Factory; the code of a wrong ETag is assumed.
 */
export const dataFactory: ResourceType = {
  type: 'Microsoft.DataFactory/factories',
  apiVersion: '2018-06-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  references: [
    {
      style: 'split',
      vaultUri: 'encryption.vaultBaseUrl',
      keyName: 'encryption.keyName',
      keyVersion: 'encryption.keyVersion',
    },
  ],
  version: 'optional',
  follows: { withinMinutes: 24 * 60 },
  etag: 'eTag',
  writes: {
    PATCH: {
      takesTime: false,
      body: z.strictObject({
        ...trackedFields,
        properties: z.strictObject(known('publicNetworkAccess')).optional(),
      }),
    },
    PUT: {
      takesTime: false,
      ignores: echoed('provisioningState', 'createTime', 'version'),
      body: z.strictObject({
        ...trackedFields,
        location: z.string(),
        properties: z.strictObject({
          ...known('repoConfiguration', 'globalParameters', 'purviewConfiguration', 'publicNetworkAccess'),
          encryption: z
            .strictObject({
              vaultBaseUrl: VaultUri,
              keyName: z.string(),
              keyVersion: z.string().optional(),
              identity: z.strictObject({ userAssignedIdentity: z.string().optional() }).optional(),
            })
            .optional(),
        }),
      }),
    },
  },
  prepare(next, { before }) {
    const removed = before && at(before.properties, 'encryption') && !at(next.properties, 'encryption');
    if (removed) throw new ArmError(400, 'InvalidEncryptionSettings', 'The customer-managed key cannot be removed.');
    return next;
  },
};
