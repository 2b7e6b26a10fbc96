import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { dataEncryptionFields, serverKeys, updating } from './data-encryption';
import { known, trackedFields } from './schemas';

/**
 * MySQL flexible server. That it takes an identifier without a version and follows is presumed, its lag of a day assumed;
 * it does not tell what it uses. Documents ask for keys without an expiry date, newer ones less so: not enforced here.
 * Source: bicep-types-az, Microsoft.DBforMySQL 2023-12-30.
 */
export const mysqlServer: ResourceType = {
  type: 'Microsoft.DBforMySQL/flexibleServers',
  apiVersion: '2023-12-30',
  inGraph: true,
  defaults: { fields: { sku: { name: 'Standard_D2ads_v5', tier: 'GeneralPurpose' } }, properties: { state: 'Ready' } },
  references: serverKeys,
  version: 'optional',
  follows: { withinMinutes: 24 * 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('sku'),
        properties: z
          .strictObject({
            ...known('administratorLoginPassword', 'version', 'storage', 'backup', 'highAvailability', 'network'),
            ...known('maintenanceWindow', 'replicationRole'),
            dataEncryption: z.strictObject(dataEncryptionFields).optional(),
          })
          .optional(),
      }),
    },
  },
  meanwhile: updating,
};
