// Who is told when the logs say that something is wrong: a second way beside the alerts that the app sends itself. The
// rules come from the code.

param environmentName string
param location string
param tags object
param appWorkspaceId string
param auditWorkspaceId string

@description('Object ids of the identities of the app.')
param ownIdentities string[]

@description('Empty: nobody is told.')
param email string

var rules = loadJsonContent('../generated/alert-rules.json')
var own = join(map(ownIdentities, id => '\'${toLower(id)}\''), ', ')

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'rewrap-${environmentName}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'rewrap'
    enabled: true
    emailReceivers: empty(email) ? [] : [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource queryRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'rewrap-${environmentName}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Rewrap: ${rule.title}'
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [rule.log == 'audit' ? auditWorkspaceId : appWorkspaceId]
      evaluationFrequency: rule.every
      windowSize: rule.window
      autoMitigate: false
      skipQueryValidation: true // tables are not there before their first row
      criteria: {
        allOf: [
          {
            query: replace(rule.query, 'OWN_IDENTITIES', '(${own})')
            timeAggregation: 'Count'
            operator: rule.fires == 'silence' ? 'LessThan' : 'GreaterThan'
            threshold: rule.fires == 'silence' ? 1 : 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

@description('Resource id of the action group.')
output peopleId string = people.id
