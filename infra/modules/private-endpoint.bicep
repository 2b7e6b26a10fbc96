// A private endpoint of one thing, with its name in the zone. Somebody may have to approve it on the other side.

param name string
param location string
param tags object

@description('Resource id of what it leads to.')
param targetId string

@description('Which door of it: "vault", "managedhsm", "blob", "queue", "table", "topic".')
param subresource string

param subnetId string
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: targetId
          groupIds: [subresource]
        }
      }
    ]
  }
}

resource inZone 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: subresource
        properties: { privateDnsZoneId: zoneId }
      }
    ]
  }
}

output id string = endpoint.id
