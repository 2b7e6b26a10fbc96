import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { KeyUri, trackedFields } from './schemas';

/**
 * Cosmos DB account: no version in the reference, the account follows by itself. Its lag is not documented, one hour is
 * assumed, and so are the form of `keyVaultKeyUriVersion` (an identifier) and the code of a second write while one runs.
 * Source: npm @azure/arm-cosmosdb 16.4, api-version 2025-10-15.
 */
export const cosmosAccount: ResourceType = {
  type: 'Microsoft.DocumentDB/databaseAccounts',
  apiVersion: '2025-10-15',
  inGraph: true,
  defaults: { fields: { kind: 'GlobalDocumentDB' }, properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: 'keyVaultKeyUri' }],
  version: 'refused',
  follows: { withinMinutes: 60 },
  shows: { identifier: 'keyVaultKeyUriVersion' },
  refusals: { busy: { status: 412, code: 'PreconditionFailed' } },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({ keyVaultKeyUri: KeyUri.optional(), defaultIdentity: z.string().optional() })
          .optional(),
      }),
    },
  },
};
