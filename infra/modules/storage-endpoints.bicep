// Private endpoints of both storage accounts, one for each of their services.

param environmentName string
param location string
param tags object
param hostAccountId string
param stateAccountId string
param subnetId string

@description('Resource ids of the zones: blob, queue, table.')
param zoneIds object

var services = ['blob', 'queue', 'table']

module ofHost 'private-endpoint.bicep' = [
  for service in services: {
    params: {
      name: 'rewrap-${environmentName}-host-${service}'
      location: location
      tags: tags
      targetId: hostAccountId
      subresource: service
      subnetId: subnetId
      zoneId: zoneIds[service]
    }
  }
]

module ofState 'private-endpoint.bicep' = [
  for service in services: {
    params: {
      name: 'rewrap-${environmentName}-state-${service}'
      location: location
      tags: tags
      targetId: stateAccountId
      subresource: service
      subnetId: subnetId
      zoneId: zoneIds[service]
    }
  }
]
