// What the identities may do with the keys of one vault, each by its duty. Deploy once per vault, to the vault's resource group.

param vaultName string

@description('Keys that may be wrapped and unwrapped with. Empty: all keys of the vault.')
param keys string[]

@description('Object ids of the identities: rotate, retire, backUp, and contain, which is empty where nobody wants it.')
param principals object

@description('Names of the custom roles: rotate, open, retire, backUp, contain.')
param roleNames object

@description('Ids of roles of your own whose assignments the identity "contain" may take beside the built-in ones.')
param containRoles string[]

var roles = 'Microsoft.Authorization/roleDefinitions'
var onVault = concat(
  [
    { principalId: principals.rotate, role: roleNames.rotate }
    { principalId: principals.retire, role: roleNames.retire }
    { principalId: principals.backUp, role: roleNames.backUp }
  ],
  empty(keys) ? [{ principalId: principals.rotate, role: roleNames.open }] : []
)

// Azure refuses the identity every other assignment: of another role, to a service, or to one of ours. The doctor compares the text.
var its = '@Resource[Microsoft.Authorization/roleAssignments'
var takenRoles = join(concat(loadJsonContent('../generated/rights.json').contain.roles, containRoles), ', ')
var ours = join([principals.rotate, principals.retire, principals.backUp, principals.contain], ', ')
var ofTheseRoles = '${its}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${takenRoles}}'
var ofPeople = '${its}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {\'User\', \'Group\'}'
var notOurs = '${its}:PrincipalId] ForAnyOfAllValues:GuidNotEquals {${ours}}'
var condition = '((!(ActionMatches{\'Microsoft.Authorization/roleAssignments/delete\'})) OR (${ofTheseRoles} AND ${ofPeople} AND ${notOurs}))'

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

resource containing 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(roleNames.contain)) {
  scope: vault
  name: guid(vault.id, 'contain', roleNames.contain)
  properties: {
    principalId: principals.contain
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(roles, roleNames.contain)
    condition: condition
    conditionVersion: '2.0'
  }
}

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
