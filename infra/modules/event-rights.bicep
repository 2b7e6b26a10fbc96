// Lets a system topic put what it cannot deliver into one container and, where events go by a queue, events into that queue.

param accountName string

@description('Container for dead letters.')
param container string

@description('Queue for events. Empty: none.')
param queue string

@description('Object id of the identity of the system topic.')
param principalId string

var definitions = 'Microsoft.Authorization/roleDefinitions'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataMessageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: accountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}

resource letters 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = {
  parent: blobs
  name: container
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' existing = {
  parent: account
  name: 'default'
}

resource events 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' existing = {
  parent: queues
  name: empty(queue) ? 'none' : queue
}

resource deadLetters 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: letters
  name: guid(letters.id, principalId, blobDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, blobDataContributor)
  }
}

resource sending 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(queue)) {
  scope: events
  name: guid(account.id, queue, principalId, queueDataMessageSender)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(definitions, queueDataMessageSender)
  }
}
