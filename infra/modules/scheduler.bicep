// The Durable Task Scheduler, which keeps the workflows instead of Azure Storage. It knows identities only. Its way in is
// public, from the addresses named: an empty list would shut everybody out.

param name string
param location string
param tags object

@description('Name of the hub: as host.json has it.')
param taskHub string

@description('Object id of the identity that runs the app.')
param principalId string

@description('Addresses that may call.')
param addresses string[]

@description('Consumption, or Dedicated for a throughput that is known.')
param sku string = 'Consumption'

var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: sku }
    ipAllowlist: addresses
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: taskHub
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hub
  name: guid(hub.id, principalId, durableTaskDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}

output endpoint string = scheduler.properties.endpoint
