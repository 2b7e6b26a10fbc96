/** A rule over what Azure Resource Manager did in a subscription: it fires when the operation has succeeded. */
interface ActivityRule {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly operation: string;
}

/**
 * What no log of a vault tells, because it happens to the vault itself or to what watches it. Names of operations: the
 * resource providers Microsoft.KeyVault, Microsoft.Insights and Microsoft.EventGrid.
 */
export const activityRules: readonly ActivityRule[] = [
  {
    name: 'vault-purged',
    title: 'A deleted vault was purged',
    description: 'Nothing brings its keys back but backups. Find out who may purge, and take that away.',
    operation: 'Microsoft.KeyVault/locations/deletedVaults/purge/action',
  },
  {
    name: 'vault-deleted',
    title: 'A vault was deleted',
    description:
      'What its keys wrap cannot be opened until it is recovered. It comes back without role assignments and event subscriptions.',
    operation: 'Microsoft.KeyVault/vaults/delete',
  },
  {
    name: 'hsm-deleted',
    title: 'A Managed HSM was deleted',
    description: 'What its keys wrap cannot be opened until it is recovered.',
    operation: 'Microsoft.KeyVault/managedHSMs/delete',
  },
  {
    name: 'audit-log-off',
    title: 'A diagnostic setting was deleted',
    description: 'If it was that of a vault, nobody sees any more who uses its keys, and retirements are held.',
    operation: 'Microsoft.Insights/diagnosticSettings/delete',
  },
  {
    name: 'events-off',
    title: 'An event subscription was deleted',
    description:
      'If it was that of a vault, its events do not come any more. The sweep goes on; deploy the subscription again.',
    operation: 'Microsoft.EventGrid/systemTopics/eventSubscriptions/delete',
  },
];
