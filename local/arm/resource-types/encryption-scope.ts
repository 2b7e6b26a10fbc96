import * as z from 'zod';
import type { ResourceType, Write } from '../resource-type';
import { KeyUri } from './schemas';

const write: Write = {
  takesTime: false,
  body: z.strictObject({
    properties: z.strictObject({
      source: z.literal('Microsoft.KeyVault').optional(),
      state: z.enum(['Enabled', 'Disabled']).optional(),
      requireInfrastructureEncryption: z.boolean().optional(),
      keyVaultProperties: z.strictObject({ keyUri: KeyUri }).optional(),
    }),
  }),
};

/**
 * Encryption scope of a storage account: a key reference of its own, in camel case, unlike the account's. The lag of
 * the account is assumed. Source: npm @azure/arm-storage 20, EncryptionScopeKeyVaultProperties.
 */
export const encryptionScope: ResourceType = {
  type: 'Microsoft.Storage/storageAccounts/encryptionScopes',
  apiVersion: '2025-08-01',
  inGraph: false,
  defaults: { properties: { state: 'Enabled' } },
  references: [{ style: 'uri', path: 'keyVaultProperties.keyUri' }],
  version: 'optional',
  follows: { withinMinutes: 24 * 60 },
  shows: {
    identifier: 'keyVaultProperties.currentVersionedKeyIdentifier',
    rotatedAt: 'keyVaultProperties.lastKeyRotationTimestamp',
  },
  writes: { PATCH: write, PUT: { ...write, creates: true } },
};
