// Sends the audit log of one Managed HSM to a workspace. Deploy once per HSM, to its resource group.

param hsmName string

@description('Resource id of the workspace.')
param workspaceId string

resource hsm 'Microsoft.KeyVault/managedHSMs@2024-11-01' existing = {
  name: hsmName
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: hsm
  name: 'rewrap-audit'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated' // into the table AZKVAuditLogs
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}
