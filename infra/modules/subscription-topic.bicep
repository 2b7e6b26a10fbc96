// System topic of the subscription that it is deployed to, and what is delivered of it.

param name string
param functionId string
param target object

var accountId = resourceId(target.subscription, target.resourceGroup, 'Microsoft.Storage/storageAccounts', target.account)
var operations = [
  'Microsoft.Authorization/roleAssignments/write'
  'Microsoft.Authorization/roleAssignments/delete'
  'Microsoft.Authorization/roleDefinitions/write'
  'Microsoft.Authorization/roleDefinitions/delete'
  'Microsoft.Authorization/roleAssignmentScheduleRequests/write'
  'Microsoft.Authorization/roleEligibilityScheduleRequests/write'
  'Microsoft.Authorization/denyAssignments/write'
  'Microsoft.Authorization/denyAssignments/delete'
  'Microsoft.KeyVault/vaults/write'
  'Microsoft.KeyVault/vaults/delete'
  'Microsoft.KeyVault/vaults/accessPolicies/write'
  'Microsoft.KeyVault/locations/deletedVaults/purge/action'
  'Microsoft.KeyVault/managedHSMs/write'
  'Microsoft.KeyVault/managedHSMs/delete'
  'Microsoft.Insights/diagnosticSettings/write'
  'Microsoft.Insights/diagnosticSettings/delete'
  'Microsoft.EventGrid/eventSubscriptions/write'
  'Microsoft.EventGrid/eventSubscriptions/delete'
]

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: 'global'
  identity: { type: 'SystemAssigned' }
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
    queue: ''
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
      includedEventTypes: [
        'Microsoft.Resources.ResourceWriteSuccess'
        'Microsoft.Resources.ResourceDeleteSuccess'
        'Microsoft.Resources.ResourceActionSuccess'
      ]
      advancedFilters: [{ operatorType: 'StringIn', key: 'data.operationName', values: operations }]
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    destination: {
      endpointType: 'AzureFunction'
      properties: { resourceId: functionId, maxEventsPerBatch: 1 }
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
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
