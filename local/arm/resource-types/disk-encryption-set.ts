import * as z from 'zod';
import { ArmError } from '../arm-error';
import { at, textAt, withAt } from '../json';
import type { ResourceType } from '../resource-type';
import { KeyUri, trackedFields } from './schemas';

/**
 * Disk encryption set. The new key shows at once, the old one under `previousKeys` until all disks are re-wrapped; both
 * are needed till then. Source: npm @azure/arm-compute 24.1, models/computeDisk, api-version 2025-01-02.
 */
export const diskEncryptionSet: ResourceType = {
  type: 'Microsoft.Compute/diskEncryptionSets',
  apiVersion: '2025-01-02',
  inGraph: true,
  defaults: {
    properties: {
      provisioningState: 'Succeeded',
      encryptionType: 'EncryptionAtRestWithCustomerKey',
      rotationToLatestKeyVersionEnabled: false,
      previousKeys: [],
    },
  },
  references: [{ style: 'uri', path: 'activeKey.keyUrl', followsIf: 'rotationToLatestKeyVersionEnabled' }],
  version: 'required',
  follows: { withinMinutes: 60 },
  shows: { identifier: 'activeKey.keyUrl', rotatedAt: 'lastKeyRotationTimestamp' },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            activeKey: z
              .strictObject({ keyUrl: KeyUri, sourceVault: z.strictObject({ id: z.string() }).optional() })
              .optional(),
            encryptionType: z.string().optional(),
            rotationToLatestKeyVersionEnabled: z.boolean().optional(),
            federatedClientId: z.string().optional(),
          })
          .optional(),
      }),
    },
  },
  prepare(next, { before }) {
    const type = at(next.properties, 'encryptionType');
    if (before && type !== at(before.properties, 'encryptionType')) {
      throw new ArmError(400, 'PropertyChangeNotAllowed', `Changing property 'encryptionType' is not allowed.`);
    }
    const follows = at(next.properties, 'rotationToLatestKeyVersionEnabled') === true;
    if (follows && type === 'ConfidentialVmEncryptedWithCustomerKey') {
      throw new ArmError(
        400,
        'InvalidParameter',
        `'rotationToLatestKeyVersionEnabled' is not supported for '${type}'.`,
      );
    }
    return next;
  },
  meanwhile(before, next) {
    const moves = textAt(before.properties, 'activeKey.keyUrl') !== textAt(next.properties, 'activeKey.keyUrl');
    const previous = moves ? [at(before.properties, 'activeKey')] : [];
    return { ...next, properties: withAt(next.properties, 'previousKeys', previous) };
  },
};
