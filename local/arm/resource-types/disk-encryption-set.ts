import * as z from 'zod';
import { ArmError } from '../arm-error';
import { at, textAt, withAt } from '../json';
import { parseKeyUri } from '../key-lookup';
import type { ArmResource, Neighbours, ResourceType } from '../resource-type';
import { KeyUri, trackedFields } from './schemas';

/**
 * Disk encryption set. The new key shows at once, the old one under `previousKeys` until all disks are re-wrapped; both
 * are needed till then. A vault, where one is named, must be that of the key, in the subscription of the set; that a PATCH
 * replaces it together with the key is assumed, since Terraform then sends a key alone for a Managed HSM. Source: npm
 * @azure/arm-compute 24.1, models/computeDisk, api-version 2025-01-02.
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
      replaces: ['activeKey'],
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
  prepare(next, { before, naming }) {
    mustHoldKey(next);
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
    if (before && type === 'ConfidentialVmEncryptedWithCustomerKey') refuseWhileRunning(before, next, naming);
    return next;
  },
  meanwhile(before, next) {
    const moves = textAt(before.properties, 'activeKey.keyUrl') !== textAt(next.properties, 'activeKey.keyUrl');
    const previous = moves ? [at(before.properties, 'activeKey')] : [];
    return { ...next, properties: withAt(next.properties, 'previousKeys', previous) };
  },
};

/** While one confidential VM of the set runs, none gets the new key. That the write is refused for it is assumed. */
function refuseWhileRunning(before: ArmResource, next: ArmResource, naming: Neighbours['naming']): void {
  const [from, to] = [before, next].map(({ properties }) => textAt(properties, 'activeKey.keyUrl'));
  const running = naming('Microsoft.Compute/virtualMachines', `"${before.id}"`).filter(
    ({ properties }) => !JSON.stringify(at(properties, 'instanceView') ?? '').includes('PowerState/deallocated'),
  );
  if (from === to || running.length === 0) return;
  const names = running.map(({ name }) => name).join(', ');
  throw new ArmError(409, 'OperationNotAllowed', `Stop all virtual machines that use the set first: ${names}.`);
}

/** @throws {ArmError} when the vault that is named is not that of the key; the code is assumed */
function mustHoldKey({ id, properties }: ArmResource): void {
  const vault = textAt(properties, 'activeKey.sourceVault.id');
  if (!vault) return;
  const { host = '' } = parseKeyUri(textAt(properties, 'activeKey.keyUrl') ?? '') ?? {};
  const isItsOwn = vault.split('/').at(-1)?.toLowerCase() === host.split(/[.:]/)[0];
  const isNear = vault.split('/')[2]?.toLowerCase() === id.split('/')[2]?.toLowerCase();
  if (isItsOwn && isNear) return;
  throw new ArmError(400, 'InvalidParameter', `'sourceVault' ${vault} is not the vault of the key in ${host}.`);
}
