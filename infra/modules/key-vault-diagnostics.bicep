// Sends the audit log of one vault to a workspace. Deploy once per vault, to the vault's resource group.

param vaultName string

@description('Resource id of the workspace.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'rewrap-audit'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated' // into the table AZKVAuditLogs
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}
