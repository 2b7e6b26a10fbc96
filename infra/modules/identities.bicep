// Identities by duty. In one process they separate grants and audit trails, not attackers.

param environmentName string
param location string
param tags object

@description('Whether there is an identity that takes backup rights away in an incident.')
param takesRights bool

resource rotate 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'rewrap-${environmentName}'
  location: location
  tags: tags
}

resource retire 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'rewrap-${environmentName}-retire'
  location: location
  tags: tags
}

resource backUp 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'rewrap-${environmentName}-backup'
  location: location
  tags: tags
}

resource contain 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (takesRights) {
  name: 'rewrap-${environmentName}-contain'
  location: location
  tags: tags
}

var idsOfContain = takesRights ? [contain.id] : []
var containPrincipalId = takesRights ? contain.properties.principalId : ''

@description('Resource ids. The first runs the app.')
output ids string[] = concat([rotate.id, retire.id, backUp.id], idsOfContain)

@description('Object ids.')
output list string[] = concat([rotate.properties.principalId, retire.properties.principalId, backUp.properties.principalId], takesRights ? [containPrincipalId] : [])

@description('Resource ids without that of the identity that backs up.')
output idsButBackUp string[] = concat([rotate.id, retire.id], idsOfContain)

@description('Resource id of the identity that backs up.')
output backUpId string = backUp.id

@description('Object ids by duty; that of an identity that is not there is empty.')
output principals object = {
  rotate: rotate.properties.principalId
  retire: retire.properties.principalId
  backUp: backUp.properties.principalId
  contain: containPrincipalId
}

output clientIds object = {
  rotate: rotate.properties.clientId
  retire: retire.properties.clientId
  backUp: backUp.properties.clientId
  contain: takesRights ? contain.properties.clientId : ''
}
