// A second app from the same bundle, which alone may back keys up and reach the backups. It keeps them for the first app, and
// hands none out: whoever runs code as the first one can have backups made, and gets none. It has a host's account and an identity
// of its own, and nobody calls it but the first app.

param environmentName string
param location string
param tags object
param nodeVersion string
param storageSku string

@description('Resource id of the identity that backs up.')
param identityId string

@description('Its client id.')
param clientId string

@description('Its object id.')
param principalId string

@description('Object id of the identity of the first app.')
param servesPrincipalId string

@description('Whether it has a network.')
param privateNetwork bool

@description('Subnet that it goes out by. Empty: none.')
param subnetId string

@description('Subnet for its private endpoints. Empty: none.')
param endpointsSubnetId string

@description('Resource ids of the zones: blob, queue, table.')
param storageZoneIds object

@description('Addresses that the first app comes from.')
param callers { name: string, addresses: string }[]

@description('Settings that both apps have.')
param settings object

var names = loadJsonContent('../names.json')
var suffix = uniqueString(resourceGroup().id)
var services = ['blob', 'queue', 'table']

module hostStorage 'storage.bicep' = {
  params: {
    name: 'rewrapkept${suffix}'
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
    principalId: principalId
    roles: ['blobOwner', 'queues', 'tables']
  }
}

module endpoints 'private-endpoint.bicep' = [
  for service in services: if (privateNetwork) {
    params: {
      name: 'rewrap-${environmentName}-backup-${service}'
      location: location
      tags: tags
      targetId: hostStorage.outputs.id
      subresource: service
      subnetId: endpointsSubnetId
      zoneId: privateNetwork ? storageZoneIds[service] : ''
    }
  }
]

module functionApp 'function-app.bicep' = {
  params: {
    name: 'rewrap-${environmentName}-${suffix}-backup'
    location: location
    tags: tags
    nodeVersion: nodeVersion
    identityIds: [identityId]
    packageContainer: '${hostStorage.outputs.blobEndpoint}${names.deployments}'
    subnetId: subnetId
    callers: callers
    openToAll: !privateNetwork
    eventGridCalls: false
    settings: union(settings, {
      AzureWebJobsStorage__blobServiceUri: hostStorage.outputs.blobEndpoint
      AzureWebJobsStorage__queueServiceUri: hostStorage.outputs.queueEndpoint
      AzureWebJobsStorage__tableServiceUri: hostStorage.outputs.tableEndpoint
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: clientId
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
      REWRAP_IDENTITY_CLIENT_ID: clientId
      REWRAP_BACKS_UP_FOR: servesPrincipalId
    })
  }
}

output name string = functionApp.outputs.name
output apiUrl string = functionApp.outputs.apiUrl
