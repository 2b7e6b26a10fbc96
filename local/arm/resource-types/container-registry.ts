import * as z from 'zod';
import { parseKeyUri } from '../key-lookup';
import { textAt, withAt } from '../json';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Container registry. It tells which version it uses, and whether it follows: a written version ends that. Its identity is
 * named by client id. Source: npm @azure/arm-containerregistry 12, RegistryUpdateParameters.
 */
export const containerRegistry: ResourceType = {
  type: 'Microsoft.ContainerRegistry/registries',
  apiVersion: '2025-11-01',
  inGraph: true,
  defaults: {
    fields: { sku: { name: 'Premium', tier: 'Premium' } },
    properties: { provisioningState: 'Succeeded' },
  },
  references: [{ style: 'uri', path: 'encryption.keyVaultProperties.keyIdentifier' }],
  version: 'optional',
  follows: { withinMinutes: 60 },
  shows: {
    identifier: 'encryption.keyVaultProperties.versionedKeyIdentifier',
    rotatedAt: 'encryption.keyVaultProperties.lastKeyRotationTimestamp',
  },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('sku'),
        properties: z
          .strictObject({
            ...known('adminUserEnabled', 'networkRuleSet', 'policies', 'dataEndpointEnabled', 'publicNetworkAccess'),
            ...known('networkRuleBypassOptions', 'anonymousPullEnabled'),
            encryption: z
              .strictObject({
                status: z.enum(['enabled', 'disabled']).optional(),
                keyVaultProperties: z
                  .strictObject({ keyIdentifier: KeyUri.optional(), identity: z.string().optional() })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
  settled(registry) {
    const { properties } = registry;
    const written = parseKeyUri(textAt(properties, 'encryption.keyVaultProperties.keyIdentifier') ?? '');
    const follows = written?.version === undefined;
    return { ...registry, properties: withAt(properties, 'encryption.keyVaultProperties.keyRotationEnabled', follows) };
  },
};
