// Brings one vault's events to the app. Deploy once per vault, to the vault's resource group. Event Grid drops what it
// cannot deliver unless there is a dead-letter container, so there always is one. A vault that is recovered after
// deletion has lost its subscriptions: deploy again.

@description('Vault to watch.')
param vaultName string

@description('Region of the vault.')
param location string

@description('Name of the system topic of the vault. A vault has one at most: name the one that is there, if any.')
param topicName string

@description('Where events go: functionId (empty: the queue), queue, and account, subscription, resourceGroup and deadLetters of the storage.')
param target object

var watched = loadJsonContent('../generated/event-types.json').keyVault
var byQueue = empty(target.functionId)
var accountId = resourceId(target.subscription, target.resourceGroup, 'Microsoft.Storage/storageAccounts', target.account)
var byIdentity = { type: 'SystemAssigned' }
var toFunction = {
  endpointType: 'AzureFunction'
  properties: {
    resourceId: target.functionId
    maxEventsPerBatch: 1 // one event that fails must not send its neighbours round again
  }
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

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: topicName
  location: location
  identity: { type: 'SystemAssigned' }
  properties: {
    source: vault.id
    topicType: 'Microsoft.KeyVault.vaults'
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
  name: 'rewrap'
  dependsOn: [rights]
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: { includedEventTypes: watched }
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
