// Tells when somebody deletes or purges a vault, or silences what watches it. Deploy once per subscription with vaults: a rule
// sees its own subscription only.
targetScope = 'subscription'

param environmentName string
param location string
param tags object

@description('Resource id of the action group that is told.')
param peopleId string

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rewrap-${environmentName}-alerts'
  location: location
  tags: tags
}

module rules 'activity-rules.bicep' = {
  scope: group
  params: {
    environmentName: environmentName
    tags: tags
    peopleId: peopleId
  }
}
