import * as z from 'zod';
import { ArmError } from '../arm-error';
import { at, withAt } from '../json';
import type { ResourceType } from '../resource-type';
import { dataEncryptionFields, serverKeys, updating } from './data-encryption';
import { known, trackedFields } from './schemas';

const repeated = [
  'type',
  'primaryUserAssignedIdentityId',
  'primaryFederatedIdentityClientId',
  'geoBackupKeyURI',
  'geoBackupUserAssignedIdentityId',
].map((name) => `dataEncryption.${name}`);

/**
 * PostgreSQL flexible server. A write of the key must repeat all that is set beside it. Without a version it follows; what
 * it uses then it does not tell. It is given the two hours for which the old version is documented to be needed.
 * Source: npm @azure/arm-postgresql-flexible 9, ServerForPatch.
 */
export const postgresqlServer: ResourceType = {
  type: 'Microsoft.DBforPostgreSQL/flexibleServers',
  apiVersion: '2025-08-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' } }, properties: { state: 'Ready' } },
  references: serverKeys,
  version: 'optional',
  follows: { withinMinutes: 120 },
  writes: {
    PATCH: {
      takesTime: true,
      replaces: ['dataEncryption'],
      body: z.strictObject({
        ...trackedFields,
        ...known('sku'),
        properties: z
          .strictObject({
            ...known('administratorLogin', 'administratorLoginPassword', 'version', 'storage', 'backup', 'network'),
            ...known('highAvailability', 'maintenanceWindow', 'authConfig', 'availabilityZone', 'createMode'),
            ...known('replicationRole', 'replica', 'cluster'),
            dataEncryption: z
              .strictObject({
                ...dataEncryptionFields,
                ...known('primaryEncryptionKeyStatus', 'geoBackupEncryptionKeyStatus'),
                primaryFederatedIdentityClientId: z.string().optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
  prepare(next, { before }) {
    const isSet = (path: string) => before !== undefined && at(before.properties, path) !== undefined;
    const left = repeated.find((path) => isSet(path) && at(next.properties, path) === undefined);
    if (left) throw new ArmError(400, 'InvalidParameterValue', `'${left}' must be repeated when the key is changed.`);
    return next;
  },
  meanwhile: updating,
  settled(server) {
    const { properties } = server;
    const primary = withAt(properties, 'dataEncryption.primaryEncryptionKeyStatus', 'Valid');
    const hasGeoBackup = at(properties, 'dataEncryption.geoBackupKeyURI') !== undefined;
    const both = hasGeoBackup ? withAt(primary, 'dataEncryption.geoBackupEncryptionKeyStatus', 'Valid') : primary;
    return { ...server, properties: both };
  },
};
