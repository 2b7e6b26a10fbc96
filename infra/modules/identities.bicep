// Identities by duty. In one process they separate grants and audit trails, not attackers.

param environmentName string
param location string
param tags object

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

@description('Resource ids. The first runs the app.')
output ids string[] = [rotate.id, retire.id, backUp.id]

@description('Object ids.')
output list string[] = [rotate.properties.principalId, retire.properties.principalId, backUp.properties.principalId]

@description('Resource ids without that of the identity that backs up.')
output idsButBackUp string[] = [rotate.id, retire.id]

@description('Resource id of the identity that backs up.')
output backUpId string = backUp.id

output principals object = {
  rotate: rotate.properties.principalId
  retire: retire.properties.principalId
  backUp: backUp.properties.principalId
}

output clientIds object = {
  rotate: rotate.properties.clientId
  retire: retire.properties.clientId
  backUp: backUp.properties.clientId
}
