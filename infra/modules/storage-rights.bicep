// What one identity may do in one storage account: some of it everywhere, the rest in single containers.

param accountName string

@description('Object id of the identity.')
param principalId string

@description('Some of: blobOwner, queues, tables.')
param roles string[]

@description('Containers that it reads and writes.')
param writtenContainers string[] = []

@description('Containers that it reads.')
param readContainers string[] = []

var definitions = 'Microsoft.Authorization/roleDefinitions'
var ids = {
  blobOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  queues: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tables: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var blobDataReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}

resource written 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for container in writtenContainers: {
    parent: blobs
    name: container
  }
]

resource read 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for container in readContainers: {
    parent: blobs
    name: container
  }
]

resource onAccount 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    scope: account
    name: guid(account.id, principalId, ids[role])
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(definitions, ids[role])
    }
  }
]

resource onWritten 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, i) in writtenContainers: {
    scope: written[i]
    name: guid(account.id, container, principalId, blobDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(definitions, blobDataContributor)
    }
  }
]

resource onRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, i) in readContainers: {
    scope: read[i]
    name: guid(account.id, container, principalId, blobDataReader)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(definitions, blobDataReader)
    }
  }
]
