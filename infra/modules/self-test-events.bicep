// Brings the synthetic events of the daily self-test back to the app, the way that real ones come: to the same functions, or
// to the same queue, with the same retries and the same place for dead letters.

@description('Topic that the app sends them to.')
param topicName string

@description('Resource id of the Function App. Empty: they go to the queue of the target.')
param functionAppId string

@description('Queue, and account, subscription, resourceGroup and deadLetters of the storage, as for the events of vaults.')
param target object

var byQueue = empty(functionAppId)
var accountId = resourceId(target.subscription, target.resourceGroup, 'Microsoft.Storage/storageAccounts', target.account)
var byIdentity = { type: 'SystemAssigned' }
var tested = [
  { name: 'keys', type: 'Microsoft.KeyVault.KeyNearExpiry', takenBy: 'onKeyVaultEvent' }
  { name: 'roles', type: 'Microsoft.Resources.ResourceWriteSuccess', takenBy: 'onRoleChange' }
]
var toQueue = {
  identity: byIdentity
  destination: {
    endpointType: 'StorageQueue'
    properties: {
      resourceId: accountId
      queueName: target.queue
      queueMessageTimeToLiveInSeconds: 604800
    }
  }
}

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topicName
}

module rights 'event-rights.bicep' = {
  scope: resourceGroup(target.subscription, target.resourceGroup)
  params: {
    accountName: target.account
    container: target.deadLetters
    queue: byQueue ? target.queue : ''
    principalId: topic.identity.principalId
  }
}

resource deliveries 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = [
  for each in tested: {
    parent: topic
    name: each.name
    dependsOn: [rights]
    properties: {
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      filter: { includedEventTypes: [each.type] }
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
      destination: byQueue ? null : {
        endpointType: 'AzureFunction'
        properties: { resourceId: '${functionAppId}/functions/${each.takenBy}', maxEventsPerBatch: 1 }
      }
      deliveryWithResourceIdentity: byQueue ? toQueue : null
      deadLetterWithResourceIdentity: {
        identity: byIdentity
        deadLetterDestination: {
          endpointType: 'StorageBlob'
          properties: {
            resourceId: accountId
            blobContainerName: target.deadLetters
          }
        }
      }
    }
  }
]
