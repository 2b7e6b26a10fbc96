// Rewrap in one subscription: the app and its state in a resource group of their own, what its identities may do in the
// vaults and subscriptions of the estate, and who looks at the logs. Events are switched on by events.bicep, when the app
// is there to take them.
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

@description('Vaults that are there, with Azure role-based access control. With "keys", wrapping and unwrapping is granted for these keys only.')
param vaults { name: string, subscription: string, resourceGroup: string, location: string, keys: string[]?, topicName: string? }[] = loadJsonContent('estate.json').vaults

@description('Vaults to make: one per application, environment and region.')
param newVaults { name: string, application: string, environment: string, location: string, resourceGroup: string }[] = loadJsonContent('estate.json').newVaults

@description('Managed HSMs whose audit log is to be kept. Rights in them are given by commands: see docs/security.md.')
param managedHsms { name: string, subscription: string, resourceGroup: string }[] = loadJsonContent('estate.json').managedHsms

@description('Ids of subscriptions with resources that use the keys, beside this one.')
param subscriptions string[] = loadJsonContent('estate.json').subscriptions

@description('Whether keys of the vaults encrypt or sign instead of wrapping: then the first identity may decrypt and sign as well.')
param vaultsHaveOtherKeys bool = false

@description('What keeps the workflows: Durable Task Scheduler, or Azure Storage with nothing to pay beside it.')
@allowed(['azure-storage', 'durable-task-scheduler'])
param backend string = 'azure-storage'

@description('How events come in: Event Grid calls the app, or puts them into a queue that the app reads. docs/getting-started-azure.md compares.')
@allowed(['function', 'queue'])
param eventDelivery string = 'function'

@description('Whether the app reaches vaults and storage through a network of its own. Off for a trial only.')
param privateNetwork bool = true

@description('Addresses of the network: a block of 256 that nothing else uses.')
param addressPrefix string = '10.90.0.0/24'

@description('Address ranges that may call the API. Empty: none with a private network, else all.')
param callers { name: string, addresses: string }[] = []

@description('URL of a blob with policy.yaml, which the first identity may read. Empty: the file that is published with the app.')
param policyUrl string = ''

@description('Settings of the sinks in policy.yaml: REWRAP_SINK_... and, for secrets, Key Vault references as values.')
param sinkSettings object = {}

@description('Endpoints of a cloud that Rewrap does not know, with the fields of shared/azure/clouds.ts. Empty in the known ones.')
param customCloud object = {}

@description('Address that alert rules write to. Empty: the rules fire, and nobody is told.')
param alertEmail string = ''

@description('Log Analytics workspace with the audit logs of the vaults. Empty: the one of this installation.')
param auditWorkspaceId string = ''

@description('Whether the diagnostic settings of vaults and Managed HSMs are made here. Off where a policy of the company makes them.')
param makeDiagnosticSettings bool = true

@description('Days for which plans, copies of records, backups and refused events can be neither changed nor deleted. 0: no such policy.')
@minValue(0)
@maxValue(146000)
param keepEvidenceForDays int = 365

@description('Whether a class in policy.yaml says nativePolicy: set: then the identity may change rotation policies of keys as well.')
param vaultsHaveRotationPoliciesSet bool = false

@description('Redundancy of the storage accounts. Take Standard_LRS where a region has no zones.')
param storageSku string = 'Standard_ZRS'

@description('Whether backups of keys are the duty of a second app, which alone holds the right and reaches what was kept. docs/security.md tells what that is worth.')
param backupsApart bool = false

@description('Whether there is an identity that takes backup rights from people in an incident that asks for it. docs/security.md tells what it could do at worst.')
param takesRights bool = false

@description('Ids of roles of your own, by their last segment, whose assignments that identity may take beside the built-in ones.')
param containRoles string[] = []

@description('Version of Node.js that the app runs on: the newest with long-term support that Functions lists as generally available.')
@allowed(['22', '24'])
param nodeVersion string = '24'

var tags = { 'azd-env-name': environmentName }
var allSubscriptions = union([subscription().subscriptionId], subscriptions)
var withVaults = union(map(vaults, vault => vault.subscription), map(managedHsms, hsm => hsm.subscription), empty(newVaults) ? [] : [subscription().subscriptionId])

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
    customCloud: customCloud
    nodeVersion: nodeVersion
    storageSku: storageSku
    backend: backend
    eventDelivery: eventDelivery
    privateNetwork: privateNetwork
    addressPrefix: addressPrefix
    callers: callers
    alertEmail: alertEmail
    auditWorkspaceId: auditWorkspaceId
    keepEvidenceForDays: keepEvidenceForDays
    backupsApart: backupsApart
    takesRights: takesRights
    containRoles: containRoles
  }
}

module roles 'modules/roles.bicep' = {
  params: {
    environmentName: environmentName
    subscriptions: union(allSubscriptions, map(vaults, vault => vault.subscription))
    otherKeys: vaultsHaveOtherKeys
    rotationPolicies: vaultsHaveRotationPoliciesSet
    takesRights: takesRights
  }
}

module dependentsRights 'modules/subscription-rights.bicep' = [
  for id in allSubscriptions: {
    scope: subscription(id)
    params: {
      principalId: app.outputs.principals.rotate
      roleName: roles.outputs.names.dependents
    }
  }
]

module activityAlerts 'modules/activity-alerts.bicep' = [
  for id in withVaults: {
    scope: subscription(id)
    params: {
      environmentName: environmentName
      location: location
      tags: tags
      peopleId: app.outputs.peopleId
    }
  }
]

module vaultRights 'modules/key-vault-rights.bicep' = [
  for vault in vaults: {
    scope: resourceGroup(vault.subscription, vault.resourceGroup)
    params: {
      vaultName: vault.name
      keys: vault.?keys ?? []
      principals: app.outputs.principals
      roleNames: roles.outputs.names
      containRoles: containRoles
    }
  }
]

module vaultDiagnostics 'modules/key-vault-diagnostics.bicep' = [
  for vault in vaults: if (makeDiagnosticSettings) {
    scope: resourceGroup(vault.subscription, vault.resourceGroup)
    params: {
      vaultName: vault.name
      workspaceId: app.outputs.auditWorkspaceId
    }
  }
]

module vaultEndpoints 'modules/private-endpoint.bicep' = [
  for vault in vaults: if (privateNetwork) {
    scope: group
    params: {
      name: 'rewrap-${environmentName}-${vault.name}'
      location: location
      tags: tags
      targetId: resourceId(vault.subscription, vault.resourceGroup, 'Microsoft.KeyVault/vaults', vault.name)
      subresource: 'vault'
      subnetId: app.outputs.endpointsSubnetId
      zoneId: app.outputs.vaultZoneId
    }
  }
]

module newVaultGroups 'modules/vault-group.bicep' = [
  for vault in newVaults: {
    params: {
      name: vault.resourceGroup
      location: vault.location
      tags: tags
    }
  }
]

module madeVaults 'modules/vault.bicep' = [
  for (vault, i) in newVaults: {
    scope: resourceGroup(vault.resourceGroup)
    dependsOn: [newVaultGroups]
    params: {
      name: vault.name
      location: vault.location
      application: vault.application
      environment: vault.environment
      reachableFromAnywhere: !privateNetwork
    }
  }
]

module madeVaultRights 'modules/key-vault-rights.bicep' = [
  for (vault, i) in newVaults: {
    scope: resourceGroup(vault.resourceGroup)
    params: {
      vaultName: madeVaults[i].outputs.name
      keys: []
      principals: app.outputs.principals
      roleNames: roles.outputs.names
      containRoles: containRoles
    }
  }
]

module madeVaultDiagnostics 'modules/key-vault-diagnostics.bicep' = [
  for (vault, i) in newVaults: if (makeDiagnosticSettings) {
    scope: resourceGroup(vault.resourceGroup)
    params: {
      vaultName: madeVaults[i].outputs.name
      workspaceId: app.outputs.auditWorkspaceId
    }
  }
]

module madeVaultEndpoints 'modules/private-endpoint.bicep' = [
  for (vault, i) in newVaults: if (privateNetwork) {
    scope: group
    params: {
      name: 'rewrap-${environmentName}-${vault.name}'
      location: location
      tags: tags
      targetId: madeVaults[i].outputs.id
      subresource: 'vault'
      subnetId: app.outputs.endpointsSubnetId
      zoneId: app.outputs.vaultZoneId
    }
  }
]

module hsmDiagnostics 'modules/managed-hsm-diagnostics.bicep' = [
  for hsm in managedHsms: if (makeDiagnosticSettings) {
    scope: resourceGroup(hsm.subscription, hsm.resourceGroup)
    params: {
      hsmName: hsm.name
      workspaceId: app.outputs.auditWorkspaceId
    }
  }
]

module hsmEndpoints 'modules/private-endpoint.bicep' = [
  for hsm in managedHsms: if (privateNetwork) {
    scope: group
    params: {
      name: 'rewrap-${environmentName}-${hsm.name}'
      location: location
      tags: tags
      targetId: resourceId(hsm.subscription, hsm.resourceGroup, 'Microsoft.KeyVault/managedHSMs', hsm.name)
      subresource: 'managedhsm'
      subnetId: app.outputs.endpointsSubnetId
      zoneId: app.outputs.hsmZoneId
    }
  }
]

// The Azure Developer CLI keeps outputs under their names; events.bicep is handed them by infra/deliver-events.sh.

@description('Address of the API.')
output REWRAP_API_URL string = app.outputs.apiUrl

@description('Object ids of the identities by duty, for rights in Managed HSMs and in stores of applications.')
output REWRAP_PRINCIPALS object = app.outputs.principals

@description('Resource id of the Function App.')
output REWRAP_FUNCTION_APP_ID string = app.outputs.functionAppId

@description('Name of the app for backups. Empty where there is none.')
output REWRAP_BACKUP_APP_NAME string = app.outputs.backupApp

@description('Storage account of the state: evidence, dead letters and, where events come by one, the queue.')
output REWRAP_STATE_ACCOUNT string = app.outputs.stateAccount

@description('How events come in.')
output REWRAP_EVENT_DELIVERY string = eventDelivery

@description('Endpoint of the Event Grid topic for alerts: a sink for policy.yaml.')
output REWRAP_ALERT_TOPIC string = app.outputs.alertTopicEndpoint

@description('Name of the Event Grid topic for synthetic events.')
output REWRAP_SELF_TEST_TOPIC_NAME string = app.outputs.selfTestTopic

@description('Workspace id (customerId) of the audit logs, for auditLogs in policy.yaml. Empty where it is another installation\'s.')
output REWRAP_AUDIT_WORKSPACE string = app.outputs.auditCustomerId
