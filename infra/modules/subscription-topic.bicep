// System topic of the subscription that it is deployed to, and what is delivered of it.

param name string

@description('Resource id of the function that takes them. Empty: they go to the queue of the target.')
param functionId string

@description('Queue, and account, subscription, resourceGroup and deadLetters of the storage.')
param target object

var watched = loadJsonContent('../generated/event-types.json').roleChange
var byQueue = empty(functionId)
var accountId = resourceId(target.subscription, target.resourceGroup, 'Microsoft.Storage/storageAccounts', target.account)
var byIdentity = { type: 'SystemAssigned' }
var toFunction = {
  endpointType: 'AzureFunction'
  properties: { resourceId: functionId, maxEventsPerBatch: 1 }
}
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

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: 'global'
  identity: byIdentity
  properties: {
    source: subscription().id
    topicType: 'Microsoft.Resources.Subscriptions'
  }
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

resource delivery 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'rewrap-roles'
  dependsOn: [rights]
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: {
      includedEventTypes: watched.types
      advancedFilters: [{ operatorType: 'StringIn', key: 'data.operationName', values: watched.operations }]
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    destination: byQueue ? null : toFunction
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
