/** Ways to keys that no report of reach looks at, so that nobody takes their absence for a finding. */
export const notLookedAt: readonly string[] = [
  'Who can run code as a managed identity, by what it is attached to or by its federated credentials',
  'Who manages an application that is registered in another tenant, and delegated access of other tenants (Azure Lighthouse)',
  'Who can reset the password of somebody with access',
  'Data keys and copies that a service or an application has unwrapped already',
];
