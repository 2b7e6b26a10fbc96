/** Ways to keys that no report of reach looks at, so that nobody takes their absence for a finding. */
export const notLookedAt: readonly string[] = [
  'Who can run code as a managed identity, by what it is attached to or can be attached to, or by its federated credentials',
  'Who knows a secret or a certificate of an application, or runs where its federated credentials let in',
  'Applications that permissions of Microsoft Graph let change groups, other applications, or roles of the directory',
  'Roles of the directory that are custom, or held at a narrower scope, and who can change what a dynamic group goes by',
  'Who manages an application that is registered in another tenant, and delegated access of other tenants (Azure Lighthouse)',
  'Who can reset the password of somebody with access',
  'Who can move a vault or a subscription to where he rules, take a deny assignment away, or be exempt from one by joining a second group',
  'Who can first let templates read the secrets of a vault, and then deploy one (vaults/write with vaults/deploy/action)',
  'Data that a service or an application opens for its own users, and data keys and copies that it has unwrapped already',
];
