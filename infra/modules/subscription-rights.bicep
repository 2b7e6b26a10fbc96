// What the first identity may do with the resources of one subscription that use keys. Deploy once per subscription.
// Reader is what makes "nothing unknown uses this key" true: without it Resource Graph leaves resources out in silence.
targetScope = 'subscription'

@description('Object id of the identity.')
param principalId string

@description('Name of the role that points resources at a new key version. Must be assignable in this subscription.')
param roleName string

var reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [reader, roleName]: {
    name: guid(subscription().id, principalId, role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]
