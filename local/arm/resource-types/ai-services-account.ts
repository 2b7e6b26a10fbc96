import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { mustKeepVault } from './same-vault';
import { known, trackedFields, VaultUri } from './schemas';

/**
 * Account of Azure AI services, Foundry or OpenAI. It is moved by hand alone: a reference without a version, which
 * documents do not speak of, is taken and then stays where it is. The kind `AIServices` keeps to its vault. Source: npm
 * @azure/arm-cognitiveservices 8.1, Account.
 */
export const aiServicesAccount: ResourceType = {
  type: 'Microsoft.CognitiveServices/accounts',
  apiVersion: '2025-09-01',
  inGraph: true,
  defaults: {
    fields: { kind: 'OpenAI', sku: { name: 'S0' } },
    properties: { provisioningState: 'Succeeded' },
  },
  references: [
    {
      style: 'split',
      vaultUri: 'encryption.keyVaultProperties.keyVaultUri',
      keyName: 'encryption.keyVaultProperties.keyName',
      keyVersion: 'encryption.keyVaultProperties.keyVersion',
    },
  ],
  version: 'optional',
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('kind', 'sku', 'location'),
        properties: z
          .strictObject({
            ...known('customSubDomainName', 'networkAcls', 'userOwnedStorage', 'amlWorkspace', 'publicNetworkAccess'),
            ...known('apiProperties', 'dynamicThrottlingEnabled', 'restrictOutboundNetworkAccess', 'allowedFqdnList'),
            ...known('disableLocalAuth', 'locations', 'raiMonitorConfig', 'networkInjections', 'migrationToken'),
            ...known('allowProjectManagement', 'defaultProject', 'associatedProjects', 'storedCompletionsDisabled'),
            encryption: z
              .strictObject({
                keySource: z.enum(['Microsoft.KeyVault', 'Microsoft.CognitiveServices']).optional(),
                keyVaultProperties: z
                  .strictObject({
                    keyVaultUri: VaultUri.optional(),
                    keyName: z.string().optional(),
                    keyVersion: z.string().optional(),
                    identityClientId: z.string().optional(),
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
    if (next['kind'] === 'AIServices') mustKeepVault(aiServicesAccount, before, next);
    return next;
  },
};
