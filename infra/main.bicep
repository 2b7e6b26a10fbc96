// Rewrap in one subscription: the app and its state in a resource group of their own, what its identity may do here, and
// the events of one vault. Deploy it, publish the app, then deploy it again with `deliverEvents`: Event Grid refuses a
// subscription whose function is not there yet.
targetScope = 'subscription'

@description('Name of this installation, such as "prod". Part of every name.')
@minLength(1)
@maxLength(20)
param environmentName string

@description('Region of the app and its state.')
param location string = deployment().location

@description('Audience of the bearer tokens that callers of the API bring: the application ID URI of the app registration.')
@minLength(1)
param apiAudience string

@description('Vault to look after, in this subscription, with the permission model "Azure role-based access control".')
param vaultName string

@description('Resource group of the vault.')
param vaultResourceGroup string

@description('Region of the vault.')
param vaultLocation string = location

@description('Set it once the app is published: then the events of the vault are delivered.')
param deliverEvents bool = false

@description('URL of a blob with policy.yaml, which the identity may read. Empty: the file that is published with the app.')
param policyUrl string = ''

@description('Settings of the sinks in policy.yaml: REWRAP_SINK_... and, for secrets, Key Vault references as values.')
param sinkSettings object = {}

@description('Whether keys of the vault encrypt or sign instead of wrapping: then the identity may decrypt and sign as well.')
param vaultHasOtherKeys bool = false

@description('Redundancy of the storage accounts. Take Standard_LRS where a region has no zones.')
param storageSku string = 'Standard_ZRS'

@description('Version of Node.js that the app runs on. 22 is the newest that Functions was seen to list as generally available.')
@allowed(['22', '24'])
param nodeVersion string = '22'

var tags = { 'azd-env-name': environmentName }
var rights = loadJsonContent('generated/rights.json')

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rewrap-${environmentName}'
  location: location
  tags: tags
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    apiAudience: apiAudience
    policyUrl: policyUrl
    sinkSettings: sinkSettings
    nodeVersion: nodeVersion
    storageSku: storageSku
  }
}

resource keysRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, environmentName, 'rewrap keys')
  properties: {
    roleName: 'Rewrap keys (${environmentName})'
    description: 'Read, create, prove, back up and disable versions of keys. No delete, no purge, no import, no rotate.'
    type: 'CustomRole'
    permissions: [
      {
        actions: []
        dataActions: concat(
          rights.keyVault.dataActions,
          vaultHasOtherKeys ? rights.keyVault.dataActionsForOtherKeys : []
        )
      }
    ]
    assignableScopes: [subscription().id]
  }
}

resource dependentsRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, environmentName, 'rewrap dependents')
  properties: {
    roleName: 'Rewrap dependents (${environmentName})'
    description: 'Point resources at a new version of the key that they use already.'
    type: 'CustomRole'
    permissions: [{ actions: rights.arm.actions, dataActions: [] }]
    assignableScopes: [subscription().id]
  }
}

module dependentsRights 'modules/subscription-rights.bicep' = {
  params: {
    principalId: app.outputs.principalId
    roleDefinitionId: dependentsRole.id
  }
}

module vaultRights 'modules/key-vault-rights.bicep' = {
  scope: resourceGroup(vaultResourceGroup)
  params: {
    vaultName: vaultName
    principalId: app.outputs.principalId
    roleDefinitionId: keysRole.id
  }
}

module vaultEvents 'modules/key-vault-events.bicep' = if (deliverEvents) {
  scope: resourceGroup(vaultResourceGroup)
  params: {
    vaultName: vaultName
    location: vaultLocation
    functionAppId: app.outputs.functionAppId
    deadLetters: app.outputs.deadLetters
  }
}

@description('Address of the API.')
output apiUrl string = app.outputs.apiUrl

@description('Object id of the identity, for rights on other vaults, Managed HSMs, subscriptions and containers.')
output principalId string = app.outputs.principalId

@description('Name of the Function App, for publishing.')
output functionAppName string = app.outputs.functionAppName
