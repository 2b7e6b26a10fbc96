// Brings changes of roles, of vaults and of what watches them to the app. Deploy once per subscription that is looked after.
targetScope = 'subscription'

param environmentName string

@description('Resource id of the function that takes them. Empty: they go to the queue of the target.')
param functionId string

@description('Queue and dead letters, as for the events of vaults.')
param target object

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rewrap-${environmentName}-events'
  location: deployment().location
}

module topic 'subscription-topic.bicep' = {
  scope: group
  params: {
    name: 'rewrap-${environmentName}'
    functionId: functionId
    target: target
  }
}
