// An Event Grid topic that Rewrap sends to: one for alerts, whose endpoint is a sink for policy.yaml and that whoever should
// hear subscribes to; and one for synthetic events, which self-test-events.bicep brings back to the app.

param name string
param location string
param tags object

@description('Object id of the identity that sends.')
param principalId string

@description('Whether it takes events from everywhere. Otherwise through its private endpoint only.')
param open bool

param subnetId string
param zoneId string

var eventGridDataSender = 'd5a91429-5739-47e2-a06b-3470a27159e7'

resource topic 'Microsoft.EventGrid/topics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    inputSchema: 'CloudEventSchemaV1_0'
    disableLocalAuth: true
    minimumTlsVersionAllowed: '1.2'
    publicNetworkAccess: open ? 'Enabled' : 'Disabled'
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: topic
  name: guid(topic.id, principalId, eventGridDataSender)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', eventGridDataSender)
  }
}

module endpoint 'private-endpoint.bicep' = if (!open) {
  params: {
    name: '${name}-topic'
    location: location
    tags: tags
    targetId: topic.id
    subresource: 'topic'
    subnetId: subnetId
    zoneId: zoneId
  }
}

output name string = topic.name
output endpoint string = topic.properties.endpoint
