import * as z from 'zod';
import type { ReferenceShape } from '../resource-type';
import { KeyUri } from './schemas';

const path = 'encryption.customerManagedKeyEncryption';

/** The block in which newer services keep one key reference and the identity that may use the key. */
export const customerKey: ReferenceShape = { style: 'uri', path: `${path}.keyEncryptionKeyUrl` };

/** That block as a PATCH takes it. @param identityTypes each service has its own words for them */
export const customerKeyEncryption = (...identityTypes: readonly string[]) =>
  z.strictObject({
    keyEncryptionKeyUrl: KeyUri.optional(),
    keyEncryptionKeyIdentity: z
      .strictObject({
        identityType: z.enum(identityTypes).optional(),
        userAssignedIdentityResourceId: z.string().optional(),
        delegatedIdentityClientId: z.string().optional(),
      })
      .optional(),
  });
