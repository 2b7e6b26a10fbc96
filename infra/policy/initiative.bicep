// An initiative of Azure's built-in policies for keys, certificates, vaults and Managed HSMs, and its assignment to this
// subscription. It audits unless told otherwise: turn "Deny" on when the report is clean. Deploy it by itself:
// docs/policy-pack.md has the command, and what no policy covers.
targetScope = 'subscription'

@description('Effect of the policies that know "Deny". The others only audit.')
@allowed(['Audit', 'Deny', 'Disabled'])
param effect string = 'Audit'

@description('Days after which a key is to be rotated at the latest, by the rotation policy that the vault holds.')
param maximumDaysToRotate int = 365

@description('Longest validity of a version, in days: the cryptoperiod and the overlap.')
param maximumValidityInDays int = 400

@description('Days before expiry from which a key or certificate counts as late. Rewrap starts earlier: the notice of its class.')
param minimumDaysBeforeExpiration int = 14

@description('Regions in which anything may be. Empty: the policies of SO-1 are left out.')
param allowedLocations string[] = []

var definitions = loadJsonContent('definitions.json')
var wanted = filter(definitions, each => each.objective != 'SO-1' || !empty(allowedLocations))

resource initiative 'Microsoft.Authorization/policySetDefinitions@2025-01-01' = {
  name: 'rewrap-keys'
  properties: {
    displayName: 'Rewrap: keys, certificates, vaults and Managed HSMs'
    description: 'Built-in policies for what Rewrap looks after, by objectives of the Sovereign Landing Zone.'
    policyType: 'Custom'
    metadata: { category: 'Key Vault', version: '1.0.0' }
    parameters: {
      maximumDaysToRotate: { type: 'Integer', defaultValue: maximumDaysToRotate }
      maximumValidityInDays: { type: 'Integer', defaultValue: maximumValidityInDays }
      minimumDaysBeforeExpiration: { type: 'Integer', defaultValue: minimumDaysBeforeExpiration }
      allowedLocations: { type: 'Array', defaultValue: allowedLocations }
    }
    policyDefinitionGroups: [
      { name: 'SO-1', displayName: 'Data residency' }
      { name: 'SO-3', displayName: 'Customer-managed keys' }
      { name: 'SO-5', displayName: 'Trusted launch' }
    ]
    policyDefinitions: [
      for each in wanted: {
        policyDefinitionReferenceId: each.name
        policyDefinitionId: tenantResourceId('Microsoft.Authorization/policyDefinitions', each.id)
        groupNames: [each.objective]
        parameters: union(each.parameters, { effect: { value: each.canDeny ? effect : each.audit } })
      }
    ]
  }
}

resource assignment 'Microsoft.Authorization/policyAssignments@2025-01-01' = {
  name: 'rewrap-keys'
  properties: {
    displayName: 'Rewrap: keys, certificates, vaults and Managed HSMs'
    policyDefinitionId: initiative.id
    enforcementMode: 'Default'
    nonComplianceMessages: [{ message: 'See docs/policy-pack.md of Rewrap.' }]
  }
}
