// A vault for one application in one environment and one region, so that whoever gets into it gets nothing else. Keys are
// protected by an HSM where they are made so (Premium), nothing can be purged, and roles alone give access.

@minLength(3)
@maxLength(24)
param name string

param location string

@description('The one application that the vault serves. The sweep reports a vault whose dependents say otherwise.')
param application string

@description('The one environment that it serves, such as "prod".')
param environment string

@description('Whether the vault answers from everywhere. Otherwise through private endpoints only, and to trusted services of Azure.')
param reachableFromAnywhere bool

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: {
    application: application
    environment: environment
  }
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'premium' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForTemplateDeployment: false
    enabledForDiskEncryption: false
    publicNetworkAccess: reachableFromAnywhere ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: reachableFromAnywhere ? 'Allow' : 'Deny'
    }
  }
}

output id string = vault.id
output name string = vault.name
