// The app, its identity, its state and its logs. Nothing in here has a shared key.

param environmentName string
param location string
param tags object
param apiAudience string
param policyUrl string
param sinkSettings object
param nodeVersion string
param storageSku string

var deployments = 'deployments'
var deadLetters = 'rewrap-dead-letters'
var suffix = uniqueString(resourceGroup().id)
var clouds = {
  AzureCloud: 'public'
  AzureUSGovernment: 'us-government'
  AzureChinaCloud: 'china'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'rewrap-${environmentName}'
  location: location
  tags: tags
}

// The host's account is apart from the state's: the host overwrites leases and messages all the time, which would fill an
// account that keeps deleted and overwritten blobs.
module hostStorage 'storage.bicep' = {
  params: {
    name: 'rewraphost${suffix}'
    location: location
    tags: tags
    sku: storageSku
    principalId: identity.properties.principalId
    containers: [deployments]
    holdsHost: true
  }
}

module stateStorage 'storage.bicep' = {
  params: {
    name: 'rewrapstate${suffix}'
    location: location
    tags: tags
    sku: storageSku
    principalId: identity.properties.principalId
    containers: concat(loadJsonContent('../generated/state.json').containers, [deadLetters])
    tables: loadJsonContent('../generated/state.json').tables
    keepDeletedForDays: 30
  }
}

module monitoring 'monitoring.bicep' = {
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    principalId: identity.properties.principalId
  }
}

module functionApp 'function-app.bicep' = {
  params: {
    name: 'rewrap-${environmentName}-${suffix}'
    location: location
    tags: tags
    nodeVersion: nodeVersion
    identityId: identity.id
    packageContainer: '${hostStorage.outputs.blobEndpoint}${deployments}'
    settings: union(sinkSettings, {
      AzureWebJobsStorage__accountName: hostStorage.outputs.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      REWRAP_CLOUD: clouds[environment().name]
      REWRAP_POLICY: policyUrl
      REWRAP_STORAGE: stateStorage.outputs.name
      REWRAP_API_AUDIENCE: apiAudience
      REWRAP_TENANT_ID: tenant().tenantId
      REWRAP_IDENTITY_CLIENT_ID: identity.properties.clientId
      REWRAP_OWN_IDENTITIES: identity.properties.principalId
    })
  }
}

output principalId string = identity.properties.principalId
output functionAppId string = functionApp.outputs.id
output functionAppName string = functionApp.outputs.name
output apiUrl string = functionApp.outputs.apiUrl
output deadLetters object = {
  accountName: stateStorage.outputs.name
  resourceGroup: resourceGroup().name
  container: deadLetters
}
