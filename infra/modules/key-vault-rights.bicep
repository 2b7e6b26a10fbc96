// What the identities may do with the keys of one vault, each by its duty. Deploy once per vault, to the vault's resource group.

param vaultName string

@description('Keys that may be wrapped and unwrapped with. Empty: all keys of the vault.')
param keys string[]

@description('Object ids of the identities: rotate, retire, backUp.')
param principals object

@description('Names of the custom roles: rotate, open, retire, backUp.')
param roleNames object

var roles = 'Microsoft.Authorization/roleDefinitions'
var onVault = concat(
  [
    { principalId: principals.rotate, role: roleNames.rotate }
    { principalId: principals.retire, role: roleNames.retire }
    { principalId: principals.backUp, role: roleNames.backUp }
  ],
  empty(keys) ? [{ principalId: principals.rotate, role: roleNames.open }] : []
)

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource vaultKeys 'Microsoft.KeyVault/vaults/keys@2024-11-01' existing = [
  for key in keys: {
    parent: vault
    name: key
  }
]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for each in onVault: {
    scope: vault
    name: guid(vault.id, each.principalId, each.role)
    properties: {
      principalId: each.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(roles, each.role)
    }
  }
]

resource perKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (key, i) in keys: {
    scope: vaultKeys[i]
    name: guid(vault.id, key, principals.rotate, roleNames.open)
    properties: {
      principalId: principals.rotate
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(roles, roleNames.open)
    }
  }
]
