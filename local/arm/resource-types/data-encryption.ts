import * as z from 'zod';
import { withAt } from '../json';
import type { ArmResource, ReferenceShape } from '../resource-type';
import { KeyUri } from './schemas';

/** The two keys of a flexible server: its own, and that of its backups in the paired region. */
export const serverKeys: readonly ReferenceShape[] = [
  { style: 'uri', path: 'dataEncryption.primaryKeyURI' },
  { style: 'uri', path: 'dataEncryption.geoBackupKeyURI' },
];

/** Everything that a flexible server keeps of them. */
export const dataEncryptionFields = {
  type: z.enum(['AzureKeyVault', 'SystemManaged']).optional(),
  primaryKeyURI: KeyUri.optional(),
  primaryUserAssignedIdentityId: z.string().optional(),
  geoBackupKeyURI: KeyUri.optional(),
  geoBackupUserAssignedIdentityId: z.string().optional(),
};

/** A flexible server tells by `state` that it is being changed. */
export const updating = (server: ArmResource): ArmResource => ({
  ...server,
  properties: withAt(server.properties, 'state', 'Updating'),
});
