// The app, its identities, its state, its network and its logs. Nothing in here has a shared key.

param environmentName string
param location string
param tags object
param apiAudience string
param policyUrl string
param sinkSettings object
param customCloud object
param nodeVersion string
param storageSku string
param backend string
param eventDelivery string
param privateNetwork bool
param addressPrefix string
param callers { name: string, addresses: string }[]
param alertEmail string
param auditWorkspaceId string
param keepEvidenceForDays int
param backupsApart bool
param takesRights bool
param containRoles string[]

var names = loadJsonContent('../names.json')
var state = loadJsonContent('../generated/state.json')
var suffix = uniqueString(resourceGroup().id)
var appName = 'rewrap-${environmentName}-${suffix}'
var byQueue = eventDelivery == 'queue'
var byScheduler = backend == 'durable-task-scheduler'
var clouds = {
  AzureCloud: 'public'
  AzureUSGovernment: 'us-government'
  AzureChinaCloud: 'china'
}

module identities 'identities.bicep' = {
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    takesRights: takesRights
  }
}

module network 'network.bicep' = if (privateNetwork) {
  params: {
    name: 'rewrap-${environmentName}'
    location: location
    tags: tags
    addressPrefix: addressPrefix
  }
}

// The host's account is apart from the state's: the host overwrites leases and messages all the time, which would fill an
// account that keeps deleted and overwritten blobs.
module hostStorage 'storage.bicep' = {
  params: {
    name: 'rewraphost${suffix}'
    location: location
    tags: tags
    sku: storageSku
    containers: [names.deployments]
    open: !privateNetwork
    takesFromEventGrid: false
  }
}

module hostRights 'storage-rights.bicep' = {
  params: {
    accountName: hostStorage.outputs.name
    principalId: identities.outputs.principals.rotate
    roles: ['blobOwner', 'queues', 'tables']
  }
}

module stateStorage 'storage.bicep' = {
  params: {
    name: 'rewrapstate${suffix}'
    location: location
    tags: tags
    sku: storageSku
    containers: concat(state.containers, [names.deadLetters])
    immutable: keepEvidenceForDays > 0 ? state.containers : []
    immutableForDays: keepEvidenceForDays
    tables: state.tables
    queues: byQueue ? [names.eventQueue, '${names.eventQueue}-poison'] : []
    keepDeletedForDays: 30
    open: !privateNetwork
    takesFromEventGrid: true
    logsTo: monitoring.outputs.workspaceId
  }
}

module stateRights 'storage-rights.bicep' = {
  params: {
    accountName: stateStorage.outputs.name
    principalId: identities.outputs.principals.rotate
    roles: byQueue ? ['tables', 'queues'] : ['tables']
    writtenContainers: filter(state.containers, container => container != 'rewrap-backups')
    readContainers: [names.deadLetters]
  }
}

module backupRights 'storage-rights.bicep' = {
  params: {
    accountName: stateStorage.outputs.name
    principalId: identities.outputs.principals.backUp
    roles: []
    writtenContainers: ['rewrap-backups']
  }
}

module endpoints 'storage-endpoints.bicep' = if (privateNetwork) {
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    hostAccountId: hostStorage.outputs.id
    stateAccountId: stateStorage.outputs.id
    subnetId: privateNetwork ? network.outputs.endpointsSubnetId : ''
    zoneIds: privateNetwork ? network.outputs.storageZoneIds : {}
  }
}

module monitoring 'monitoring.bicep' = {
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    principalIds: backupsApart ? [identities.outputs.principals.rotate, identities.outputs.principals.backUp] : [identities.outputs.principals.rotate]
  }
}

module alerts 'alert-rules.bicep' = {
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    appWorkspaceId: monitoring.outputs.workspaceId
    auditWorkspaceId: empty(auditWorkspaceId) ? monitoring.outputs.workspaceId : auditWorkspaceId
    ownIdentities: identities.outputs.list
    email: alertEmail
  }
}

module alertTopic 'topic.bicep' = {
  params: {
    name: 'rewrap-${environmentName}-${suffix}'
    location: location
    tags: tags
    principalId: identities.outputs.principals.rotate
    open: !privateNetwork
    subnetId: privateNetwork ? network.outputs.endpointsSubnetId : ''
    zoneId: privateNetwork ? network.outputs.eventGridZoneId : ''
  }
}

module selfTestTopic 'topic.bicep' = {
  params: {
    name: 'rewrap-${environmentName}-${suffix}-test'
    location: location
    tags: tags
    principalId: identities.outputs.principals.rotate
    open: !privateNetwork
    subnetId: privateNetwork ? network.outputs.endpointsSubnetId : ''
    zoneId: privateNetwork ? network.outputs.eventGridZoneId : ''
  }
}

module scheduler 'scheduler.bicep' = if (byScheduler) {
  params: {
    name: 'rewrap-${environmentName}'
    location: location
    tags: tags
    taskHub: names.taskHub
    principalId: identities.outputs.principals.rotate
    addresses: privateNetwork ? [network.outputs.outboundAddress] : ['0.0.0.0/0']
  }
}

var schedulerSettings = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${byScheduler ? scheduler.outputs.endpoint : ''};Authentication=ManagedIdentity;ClientID=${identities.outputs.clientIds.rotate}'
}
var queueSettings = {
  REWRAP_EVENT_QUEUE: names.eventQueue
  REWRAP_EVENTS__queueServiceUri: stateStorage.outputs.queueEndpoint
  REWRAP_EVENTS__credential: 'managedidentity'
  REWRAP_EVENTS__clientId: identities.outputs.clientIds.rotate
}

// What both apps are told, where backups are the duty of a second one.
var settingsOfBoth = union(empty(customCloud) ? {} : { REWRAP_CLOUD_ENDPOINTS: string(customCloud) }, {
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
  REWRAP_CLOUD: clouds[?environment().name] ?? 'custom'
  REWRAP_POLICY: policyUrl
  REWRAP_STORAGE: stateStorage.outputs.name
  REWRAP_API_AUDIENCE: apiAudience
  REWRAP_TENANT_ID: tenant().tenantId
})

module backupApp 'backup-app.bicep' = if (backupsApart) {
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    nodeVersion: nodeVersion
    storageSku: storageSku
    identityId: identities.outputs.backUpId
    clientId: identities.outputs.clientIds.backUp
    principalId: identities.outputs.principals.backUp
    servesPrincipalId: identities.outputs.principals.rotate
    privateNetwork: privateNetwork
    subnetId: privateNetwork ? network.outputs.appSubnetId : ''
    endpointsSubnetId: privateNetwork ? network.outputs.endpointsSubnetId : ''
    storageZoneIds: privateNetwork ? network.outputs.storageZoneIds : {}
    callers: privateNetwork ? [{ name: 'rewrap', addresses: '${network.outputs.outboundAddress}/32' }] : []
    settings: settingsOfBoth
  }
}

var containSettings = takesRights ? { REWRAP_CONTAIN_IDENTITY_CLIENT_ID: identities.outputs.clientIds.contain, REWRAP_CONTAIN_ROLES: join(containRoles, ',') } : {}
var backupSettings = backupsApart ? { REWRAP_BACKUP_APP: backupApp.outputs.apiUrl } : { REWRAP_BACKUP_IDENTITY_CLIENT_ID: identities.outputs.clientIds.backUp }

module functionApp 'function-app.bicep' = {
  params: {
    name: appName
    location: location
    tags: tags
    nodeVersion: nodeVersion
    identityIds: backupsApart ? identities.outputs.idsButBackUp : identities.outputs.ids
    service: 'app'
    packageContainer: '${hostStorage.outputs.blobEndpoint}${names.deployments}'
    subnetId: privateNetwork ? network.outputs.appSubnetId : ''
    callers: callers
    openToAll: !privateNetwork && empty(callers)
    eventGridCalls: !byQueue
    settings: union(settingsOfBoth, sinkSettings, backupSettings, containSettings, byScheduler ? schedulerSettings : {}, byQueue ? queueSettings : {}, {
      AzureWebJobsStorage__blobServiceUri: hostStorage.outputs.blobEndpoint
      AzureWebJobsStorage__queueServiceUri: hostStorage.outputs.queueEndpoint
      AzureWebJobsStorage__tableServiceUri: hostStorage.outputs.tableEndpoint
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identities.outputs.clientIds.rotate
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identities.outputs.clientIds.rotate};Authorization=AAD'
      REWRAP_SITE: appName
      REWRAP_SELF_TEST_TOPIC: selfTestTopic.outputs.endpoint
      REWRAP_IDENTITY_CLIENT_ID: identities.outputs.clientIds.rotate
      REWRAP_RETIRE_IDENTITY_CLIENT_ID: identities.outputs.clientIds.retire
      REWRAP_OWN_IDENTITIES: join(identities.outputs.list, ',')
    })
  }
}

output principals object = identities.outputs.principals
output functionAppId string = functionApp.outputs.id
output apiUrl string = functionApp.outputs.apiUrl
output backupApp string = backupsApart ? backupApp.outputs.name : ''
output stateAccount string = stateStorage.outputs.name
output peopleId string = alerts.outputs.peopleId
output selfTestTopic string = selfTestTopic.outputs.name
output alertTopicEndpoint string = alertTopic.outputs.endpoint
output auditWorkspaceId string = empty(auditWorkspaceId) ? monitoring.outputs.workspaceId : auditWorkspaceId
output auditCustomerId string = empty(auditWorkspaceId) ? monitoring.outputs.customerId : ''
output endpointsSubnetId string = privateNetwork ? network.outputs.endpointsSubnetId : ''
output vaultZoneId string = privateNetwork ? network.outputs.vaultZoneId : ''
output hsmZoneId string = privateNetwork ? network.outputs.hsmZoneId : ''
