import type { RoleDefinition } from './role-definition';

const vaults = 'Microsoft.KeyVault/vaults';

/** What every role of the Key Vault family may read beside its data. */
const readingVaults = [
  'Microsoft.Authorization/*/read',
  'Microsoft.Insights/alertRules/*',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Support/*',
  'Microsoft.KeyVault/checkNameAvailability/read',
  'Microsoft.KeyVault/deletedVaults/read',
  'Microsoft.KeyVault/locations/*/read',
  'Microsoft.KeyVault/vaults/*/read',
  'Microsoft.KeyVault/operations/read',
];

type Part = Partial<Omit<RoleDefinition['permissions'][number], 'condition'>> & { condition?: string };

const builtIn = (id: string, name: string, part: Part): RoleDefinition => ({
  id,
  name,
  permissions: [{ actions: [], notActions: [], dataActions: [], notDataActions: [], ...part }],
});

/**
 * Roles that Azure brings along, as far as they are about keys. Source: "Azure built-in roles" for security, general and
 * privileged. The condition of the Data Access Administrator is shortened: it lets the roles of the Key Vault family be assigned.
 */
export const builtInRoles: readonly RoleDefinition[] = [
  builtIn('00482a5a-887f-4fb3-b363-3b7fe8e74483', 'Key Vault Administrator', {
    actions: readingVaults,
    dataActions: [`${vaults}/*`],
  }),
  builtIn('14b46e9e-c2b7-41b4-b07b-48a6ebf60603', 'Key Vault Crypto Officer', {
    actions: readingVaults,
    dataActions: [`${vaults}/keys/*`, `${vaults}/keyrotationpolicies/*`],
  }),
  builtIn('12338af0-0e69-4776-bea7-57ae8d297424', 'Key Vault Crypto User', {
    dataActions: [
      'read',
      ...['update', 'backup', 'encrypt', 'decrypt', 'wrap', 'unwrap', 'sign', 'verify'].map((each) => `${each}/action`),
    ].map((each) => `${vaults}/keys/${each}`),
  }),
  builtIn('e147488a-f6f5-4113-8e2d-b22465e65bf6', 'Key Vault Crypto Service Encryption User', {
    actions: ['write', 'read', 'delete'].map((each) => `Microsoft.EventGrid/eventSubscriptions/${each}`),
    dataActions: [`${vaults}/keys/read`, `${vaults}/keys/wrap/action`, `${vaults}/keys/unwrap/action`],
  }),
  builtIn('08bbd89e-9f13-488c-ac41-acfcb10c90ab', 'Key Vault Crypto Service Release User', {
    dataActions: [`${vaults}/keys/release/action`],
  }),
  builtIn('a4417e6f-fecd-4de8-b567-7b0420556985', 'Key Vault Certificates Officer', {
    actions: readingVaults,
    dataActions: [`${vaults}/certificatecas/*`, `${vaults}/certificates/*`, `${vaults}/certificatecontacts/write`],
  }),
  builtIn('b86a8fe4-44ce-4948-aee5-eccb2c155cd7', 'Key Vault Secrets Officer', {
    actions: readingVaults,
    dataActions: [`${vaults}/secrets/*`],
  }),
  builtIn('4633458b-17de-408a-b874-0445c86b69e6', 'Key Vault Secrets User', {
    dataActions: [`${vaults}/secrets/getSecret/action`, `${vaults}/secrets/readMetadata/action`],
  }),
  builtIn('21090545-7ca7-4776-b22c-e363652d74d2', 'Key Vault Reader', {
    actions: readingVaults,
    dataActions: [`${vaults}/*/read`, `${vaults}/secrets/readMetadata/action`],
  }),
  builtIn('f25e0fa2-a7c8-4377-a976-54943a77a395', 'Key Vault Contributor', {
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.KeyVault/*',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
    ],
    notActions: [
      'Microsoft.KeyVault/locations/deletedVaults/purge/action',
      'Microsoft.KeyVault/hsmPools/*',
      'Microsoft.KeyVault/managedHsms/*',
    ],
  }),
  builtIn('8b54135c-b56d-4d72-a534-26097cfdc8d8', 'Key Vault Data Access Administrator', {
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      'Microsoft.Authorization/*/read',
      'Microsoft.KeyVault/vaults/*/read',
    ],
    condition:
      "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {00482a5a-887f-4fb3-b363-3b7fe8e74483, 14b46e9e-c2b7-41b4-b07b-48a6ebf60603}))",
  }),
  builtIn('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner', { actions: ['*'] }),
  builtIn('b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor', {
    actions: ['*'],
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
      'Microsoft.Blueprint/blueprintAssignments/delete',
    ],
  }),
  builtIn('18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator', {
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  }),
  builtIn('f58310d9-a9f6-439a-9e8d-f62e7b41a168', 'Role Based Access Control Administrator', {
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
  }),
  builtIn('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', { actions: ['*/read'] }),
];
