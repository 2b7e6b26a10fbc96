// Brings the events of the estate to the app. Deploy it when the app is published: Event Grid refuses a subscription whose
// function is not there. Deploy it again after a vault was recovered: it has lost its subscriptions.
targetScope = 'subscription'

@description('Name of the installation that main.bicep has made.')
param environmentName string

@description('Resource id of the Function App: output REWRAP_FUNCTION_APP_ID of main.bicep.')
param functionAppId string

@description('Storage account of the state: output REWRAP_STATE_ACCOUNT of main.bicep.')
param stateAccount string

@description('Topic of the synthetic events: output REWRAP_SELF_TEST_TOPIC_NAME of main.bicep. Empty: none are brought back.')
param selfTestTopic string = ''

@description('As main.bicep was told.')
@allowed(['function', 'queue'])
param eventDelivery string = 'function'

@description('As main.bicep was told.')
param vaults { name: string, subscription: string, resourceGroup: string, location: string, keys: string[]?, topicName: string? }[] = loadJsonContent('estate.json').vaults

@description('As main.bicep was told.')
param newVaults { name: string, application: string, environment: string, location: string, resourceGroup: string }[] = loadJsonContent('estate.json').newVaults

@description('As main.bicep was told.')
param subscriptions string[] = loadJsonContent('estate.json').subscriptions

@description('Whether changes of access come as events, too. Each sweep looks for them in any case. A subscription has one system topic at most: switch this off where it has one, and subscribe onRoleChange to that.')
param roleChanges bool = true

var names = loadJsonContent('names.json')
var target = {
  functionId: eventDelivery == 'queue' ? '' : '${functionAppId}/functions/onKeyVaultEvent'
  queue: names.eventQueue
  account: stateAccount
  subscription: subscription().subscriptionId
  resourceGroup: 'rewrap-${environmentName}'
  deadLetters: names.deadLetters
}

module vaultEvents 'modules/key-vault-events.bicep' = [
  for vault in vaults: {
    scope: resourceGroup(vault.subscription, vault.resourceGroup)
    params: {
      vaultName: vault.name
      location: vault.location
      topicName: vault.?topicName ?? 'rewrap-${vault.name}'
      target: target
    }
  }
]

module newVaultEvents 'modules/key-vault-events.bicep' = [
  for vault in newVaults: {
    scope: resourceGroup(vault.resourceGroup)
    params: {
      vaultName: vault.name
      location: vault.location
      topicName: 'rewrap-${vault.name}'
      target: target
    }
  }
]

// A subscription has one system topic at most. It lies in a resource group of the subscription that it watches.
module roleChangeEvents 'modules/role-change-events.bicep' = [
  for id in union([subscription().subscriptionId], subscriptions): if (roleChanges) {
    scope: subscription(id)
    params: {
      environmentName: environmentName
      functionId: eventDelivery == 'queue' ? '' : '${functionAppId}/functions/onRoleChange'
      target: target
    }
  }
]

module selfTestEvents 'modules/self-test-events.bicep' = if (!empty(selfTestTopic)) {
  scope: resourceGroup(target.resourceGroup)
  params: {
    topicName: selfTestTopic
    functionAppId: eventDelivery == 'queue' ? '' : functionAppId
    target: target
  }
}
