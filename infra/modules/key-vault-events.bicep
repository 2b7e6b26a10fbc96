// Brings one vault's events to the app. Deploy once per vault, to the vault's resource group. Event Grid drops what it
// cannot deliver unless there is a dead-letter container, so there always is one. A vault that is recovered after
// deletion has lost its subscriptions: deploy again.

@description('Vault to watch.')
param vaultName string

@description('Region of the vault.')
param location string

@description('Name of the system topic of the vault. A vault has one at most: name the one that is there, if any.')
param topicName string = 'rewrap-${vaultName}'

@description('Resource id of the Function App that holds onKeyVaultEvent.')
param functionAppId string

@description('Where events go that cannot be delivered: accountName, resourceGroup and container.')
param deadLetters object

var watched = loadJsonContent('../generated/event-types.json').keyVault

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  scope: resourceGroup(deadLetters.resourceGroup)
  name: deadLetters.accountName
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

module deadLetterRights 'dead-letter-rights.bicep' = {
  scope: resourceGroup(deadLetters.resourceGroup)
  params: {
    accountName: deadLetters.accountName
    container: deadLetters.container
    principalId: topic.identity.principalId
  }
}

resource delivery 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'rewrap'
  dependsOn: [deadLetterRights]
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: { includedEventTypes: watched }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${functionAppId}/functions/onKeyVaultEvent'
        maxEventsPerBatch: 1 // one event that fails must not send its neighbours round again
      }
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: account.id
          blobContainerName: deadLetters.container
        }
      }
    }
  }
}
