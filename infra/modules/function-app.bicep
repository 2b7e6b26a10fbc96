// The Function App on Flex Consumption. Packages come through Azure Resource Manager only: passwords for publishing are off.

param name string
param location string
param tags object
param nodeVersion string

@description('Service of azure.yaml that is published to it. Empty: none.')
param service string = ''

@description('Resource ids of the identities. The first runs the app.')
param identityIds string[]

@description('URL of the container that packages are published to.')
param packageContainer string

@description('Subnet that the app goes out by. Empty: none.')
param subnetId string

@description('Address ranges that may call the API.')
param callers { name: string, addresses: string }[]

@description('Whether everybody may try to call the API.')
param openToAll bool

@description('Whether Event Grid calls the app. It cannot come through a private endpoint.')
param eventGridCalls bool

param settings object

var fromEventGrid = [
  {
    name: 'event-grid'
    action: 'Allow'
    tag: 'ServiceTag'
    ipAddress: 'AzureEventGrid'
    priority: 100
  }
]
var fromCallers = [
  for (caller, i) in callers: {
    name: caller.name
    action: 'Allow'
    tag: 'Default'
    ipAddress: caller.addresses
    priority: 200 + i
  }
]

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, empty(service) ? {} : { 'azd-service-name': service })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: toObject(identityIds, id => id, id => {})
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityIds[0]
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      ipSecurityRestrictionsDefaultAction: openToAll ? 'Allow' : 'Deny'
      ipSecurityRestrictions: openToAll ? [] : concat(eventGridCalls ? fromEventGrid : [], fromCallers)
    }
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40 }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainer
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityIds[0]
          }
        }
      }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: site
  name: 'appsettings'
  properties: settings
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'ftp'
  properties: { allow: false }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'scm'
  properties: { allow: false }
}

output id string = site.id
output name string = site.name
output apiUrl string = 'https://${site.properties.defaultHostName}/api'
