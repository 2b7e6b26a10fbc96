import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { ArmError } from '../arm-error';
import { at, type Json } from '../json';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

const settings = 'securitySettings.encryptionSettings';

/**
 * Backup vault. It follows without a version, and does not tell which one it uses. Key and identity cannot be changed by
 * one request. What a PATCH leaves out of the security settings stays, which is assumed. Source: sample PatchBackupVault
 * of arm-dataprotection; azure-docs, encryption-at-rest-with-cmk-for-backup-vault.
 */
export const backupVault: ResourceType = {
  type: 'Microsoft.DataProtection/backupVaults',
  apiVersion: '2025-07-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: `${settings}.keyVaultProperties.keyUri` }],
  version: 'optional',
  follows: { withinMinutes: 60 },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            ...known('monitoringSettings', 'featureSettings', 'resourceGuardOperationRequests'),
            securitySettings: z
              .strictObject({
                ...known('softDeleteSettings', 'immutabilitySettings'),
                encryptionSettings: z
                  .strictObject({
                    state: z.enum(['Enabled', 'Disabled']).optional(),
                    keyVaultProperties: z.strictObject({ keyUri: KeyUri }).optional(),
                    kekIdentity: z
                      .strictObject({
                        identityType: z.enum(['SystemAssigned', 'UserAssigned']).optional(),
                        identityId: z.string().optional(),
                      })
                      .optional(),
                    infrastructureEncryption: z.enum(['Enabled', 'Disabled']).optional(),
                  })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
  prepare(next, { before }) {
    const parts = before ? ['keyVaultProperties', 'kekIdentity'] : [];
    const read = (properties: Json | undefined, part: string) => properties && at(properties, `${settings}.${part}`);
    const changed = parts.filter(
      (part) => !isDeepStrictEqual(read(before?.properties, part), read(next.properties, part)),
    );
    if (changed.length < 2) return next;
    throw new ArmError(400, 'BadRequest', 'Key and identity cannot be changed by one request.');
  },
};
