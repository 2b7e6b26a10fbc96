import { z } from 'zod';
import { ArmError } from '../arm-error';
import { sameKey, parseKeyUri } from '../key-lookup';
import { textAt } from '../json';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Synapse workspace. Its reference names a key without a version, and a key that is registered with it; it never follows.
 * Only by way of another key it comes back to the newest version of the first, re-encrypting all data each time. Source:
 * npm @azure/arm-synapse 8, WorkspacePatchInfo; azure-docs, workspaces-encryption. That a key must be registered before,
 * and the code of the refusal, are assumed.
 */
export const synapseWorkspace: ResourceType = {
  type: 'Microsoft.Synapse/workspaces',
  apiVersion: '2021-06-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: 'encryption.cmk.key.keyVaultUrl' }],
  version: 'refused',
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            ...known('sqlAdministratorLoginPassword', 'managedVirtualNetworkSettings', 'purviewConfiguration'),
            ...known('workspaceRepositoryConfiguration', 'publicNetworkAccess'),
            encryption: z
              .strictObject({
                cmk: z
                  .strictObject({
                    key: z.strictObject({ name: z.string(), keyVaultUrl: KeyUri }).optional(),
                    kekIdentity: z
                      .strictObject({
                        userAssignedIdentity: z.string().optional(),
                        useSystemAssignedIdentity: z.boolean().optional(),
                      })
                      .optional(),
                  })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
  prepare(next, { find }) {
    const name = textAt(next.properties, 'encryption.cmk.key.name');
    if (!name) return next;
    const url = parseKeyUri(textAt(next.properties, 'encryption.cmk.key.keyVaultUrl') ?? '');
    const registered = parseKeyUri(textAt(find(`${next.id}/keys/${name}`)?.properties ?? {}, 'keyVaultUrl') ?? '');
    if (url && registered && sameKey(url, registered)) return next;
    throw new ArmError(400, 'ValidationFailed', `The workspace has no key '${name}' with that address.`);
  },
};

/** A key registered with a workspace; data is encrypted with it once the workspace names it. What `isActiveCMK` does is unknown. */
export const synapseKey: ResourceType = {
  type: 'Microsoft.Synapse/workspaces/keys',
  apiVersion: '2021-06-01',
  inGraph: false,
  references: [{ style: 'uri', path: 'keyVaultUrl' }],
  version: 'refused',
  encrypts: false,
  writes: {
    PUT: {
      takesTime: false,
      status: 200,
      creates: true,
      body: z.strictObject({
        properties: z.strictObject({ isActiveCMK: z.boolean().optional(), keyVaultUrl: KeyUri }),
      }),
    },
  },
};

/** Dedicated SQL pool: here only for its status, which says whether it would be encrypted anew. Source: SqlPool of the same. */
export const synapseSqlPool: ResourceType = {
  type: 'Microsoft.Synapse/workspaces/sqlPools',
  apiVersion: '2021-06-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', status: 'Online' } },
  writes: {},
};
