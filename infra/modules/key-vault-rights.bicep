// What the identity may do with the keys of one vault. Deploy once per vault, to the vault's resource group.

param vaultName string

@description('Object id of the identity.')
param principalId string

@description('Role with the data actions that Rewrap uses. Must be assignable in the subscription of the vault.')
param roleDefinitionId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, roleDefinitionId)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleDefinitionId
  }
}
