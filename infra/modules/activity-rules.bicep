// The rules of one subscription, made from the code.

param environmentName string
param tags object
param peopleId string

var rules = loadJsonContent('../generated/activity-rules.json')

resource activityRules 'Microsoft.Insights/activityLogAlerts@2020-10-01' = [
  for rule in rules: {
    name: 'rewrap-${environmentName}-${rule.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${rule.title}. ${rule.description}'
      enabled: true
      scopes: [subscription().id]
      condition: {
        allOf: [
          { field: 'category', equals: 'Administrative' }
          { field: 'operationName', equals: rule.operation }
          { field: 'status', equals: 'Succeeded' }
        ]
      }
      actions: { actionGroups: [{ actionGroupId: peopleId }] }
    }
  }
]
