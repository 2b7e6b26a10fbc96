import type { TokenCredential } from '@azure/identity';
import type { Cloud } from '../azure/clouds';
import { jsonClient, type JsonClient } from '../azure/json-client';

/** Reading who has local roles, and what these allow. Source: "Local RBAC built-in roles for Managed HSM". */
export const hsmRights = [
  'Microsoft.KeyVault/managedHsm/roleAssignments/read/action',
  'Microsoft.KeyVault/managedHsm/roleDefinitions/read/action',
];

/** The door of a Managed HSM for its local roles. */
export const hsmDoors =
  ({ cloud, credential }: { cloud: Cloud; credential: TokenCredential }) =>
  (url: string): JsonClient =>
    jsonClient({
      by: new URL(url).host,
      right: hsmRights.join(' and '),
      endpoint: url,
      scope: `${cloud.resources.managedHsm}/.default`,
      credential,
    });
