// Custom roles by duty, with exactly the actions that the code declares. They can be assigned in every subscription of the
// estate; whoever deploys must be allowed to make roles there.
targetScope = 'subscription'

param environmentName string

@description('Subscriptions in which the roles can be assigned.')
param subscriptions string[]

@description('Whether keys encrypt or sign instead of wrapping.')
param otherKeys bool

@description('Whether rotation policies of keys are set.')
param rotationPolicies bool

@description('Whether there is an identity that takes backup rights away in an incident.')
param takesRights bool

var rights = loadJsonContent('../generated/rights.json')
var scopes = [for id in subscriptions: '/subscriptions/${id}']
var ofKeys = [
  {
    duty: 'rotate'
    title: 'Rewrap rotate'
    description: 'See keys and make new versions. No delete, no purge, no import, no rotate.'
    dataActions: concat(rights.keyVault.byDuty.rotate, rotationPolicies ? rights.keyVault.dataActionsForRotationPolicies : [])
  }
  {
    duty: 'open'
    title: 'Rewrap open data keys'
    description: 'Wrap and unwrap: the power to open data keys. It proves versions, and wraps data keys of applications anew.'
    dataActions: concat(rights.keyVault.byDuty.open, otherKeys ? rights.keyVault.byDuty.openOther : [])
  }
  {
    duty: 'retire'
    title: 'Rewrap retire'
    description: 'Disable versions of keys and enable them again.'
    dataActions: rights.keyVault.byDuty.retire
  }
  {
    duty: 'backUp'
    title: 'Rewrap back up'
    description: 'Make backups of keys, which only the same subscription and geography can restore.'
    dataActions: rights.keyVault.byDuty.backUp
  }
]

resource keyRoles 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [
  for role in ofKeys: {
    name: guid(subscription().id, environmentName, role.title)
    properties: {
      roleName: '${role.title} (${environmentName})'
      description: role.description
      type: 'CustomRole'
      permissions: [{ actions: [], dataActions: role.dataActions }]
      assignableScopes: scopes
    }
  }
]

resource dependentsRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, environmentName, 'Rewrap dependents')
  properties: {
    roleName: 'Rewrap dependents (${environmentName})'
    description: 'Point resources at a new version of the key that they use already.'
    type: 'CustomRole'
    permissions: [{ actions: rights.arm.actions, dataActions: [] }]
    assignableScopes: scopes
  }
}

resource containRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (takesRights) {
  name: guid(subscription().id, environmentName, 'Rewrap contain')
  properties: {
    roleName: 'Rewrap contain (${environmentName})'
    description: 'Take role assignments away, under a condition only. It can give nobody anything.'
    type: 'CustomRole'
    permissions: [{ actions: rights.contain.actions, dataActions: [] }]
    assignableScopes: scopes
  }
}

@description('Names of the roles, which are alike in every subscription.')
output names object = {
  rotate: keyRoles[0].name
  open: keyRoles[1].name
  retire: keyRoles[2].name
  backUp: keyRoles[3].name
  dependents: dependentsRole.name
  contain: takesRights ? containRole.name : ''
}
