// A storage account that takes no shared keys, with its containers, tables and queues.

param name string
param location string
param tags object
param sku string
param containers string[]
param tables string[] = []
param queues string[] = []

@description('Containers whose blobs can be neither changed nor deleted for some days. The policy is made unlocked: lock it when you are sure.')
param immutable string[] = []

param immutableForDays int = 0

@description('How long deleted and overwritten blobs can be brought back. 0: not at all.')
param keepDeletedForDays int = 0

@description('Whether it answers from everywhere. Otherwise through private endpoints only.')
param open bool

@description('Whether Event Grid puts dead letters and events here: as a trusted service, by the identities of its topics.')
param takesFromEventGrid bool

@description('Workspace that hears of every write. Empty: none.')
param logsTo string = ''

var keptBack = keepDeletedForDays > 0 ? { enabled: true, days: keepDeletedForDays } : { enabled: false }
var writes = [{ category: 'StorageWrite', enabled: true }, { category: 'StorageDelete', enabled: true }]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: open || takesFromEventGrid ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: takesFromEventGrid ? 'AzureServices' : 'None'
      defaultAction: open ? 'Allow' : 'Deny'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: keptBack
    containerDeleteRetentionPolicy: keptBack
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in containers: {
    parent: blobs
    name: container
  }
]

resource evidence 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for container in immutable: {
    parent: blobs
    name: container
  }
]

resource keptUnchanged 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-01-01' = [
  for (container, i) in immutable: {
    parent: evidence[i]
    name: 'default'
    dependsOn: [blobContainers]
    properties: { immutabilityPeriodSinceCreationInDays: immutableForDays }
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource stateTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = [
  for table in tables: {
    parent: tableService
    name: table
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource eventQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [
  for queue in queues: {
    parent: queueService
    name: queue
  }
]

resource blobLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logsTo)) {
  scope: blobs
  name: 'rewrap-writes'
  properties: { workspaceId: logsTo, logs: writes }
}

resource tableLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logsTo)) {
  scope: tableService
  name: 'rewrap-writes'
  properties: { workspaceId: logsTo, logs: writes }
}

resource queueLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(logsTo)) {
  scope: queueService
  name: 'rewrap-writes'
  properties: { workspaceId: logsTo, logs: writes }
}

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
