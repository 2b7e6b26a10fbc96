/** What a role of the directory lets its holder take over. */
export interface DirectoryRole {
  readonly id: string;
  readonly name: string;
  readonly over: 'everything' | 'applications' | 'groups';
}

/**
 * Roles of Microsoft Entra ID, by template, whose holders reach keys without any assignment of theirs. Source: "Microsoft Entra
 * built-in roles": who may update credentials of all applications, or members of security groups. A Global Administrator elevates himself at the root scope and can always become administrator of a Managed
 * HSM; a Privileged Role Administrator makes himself Global Administrator. Groups that may bear roles of the directory are
 * beyond the administrators of groups and users; which ones these are is not looked at, so all are presumed within reach.
 */
export const directoryRoles: readonly DirectoryRole[] = [
  { id: '62e90394-69f5-4237-9190-012177145e10', name: 'Global Administrator', over: 'everything' },
  { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', name: 'Privileged Role Administrator', over: 'everything' },
  { id: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', name: 'Application Administrator', over: 'applications' },
  { id: '158c047a-c907-4556-b7ef-446551a6b5f7', name: 'Cloud Application Administrator', over: 'applications' },
  { id: '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', name: 'Hybrid Identity Administrator', over: 'applications' },
  { id: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', name: 'Groups Administrator', over: 'groups' },
  { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', name: 'User Administrator', over: 'groups' },
  { id: '9360feb5-f418-4baa-8175-e2a00bac4301', name: 'Directory Writers', over: 'groups' },
  { id: '3a2c62db-5318-420d-8d74-23affee5d9d5', name: 'Intune Administrator', over: 'groups' },
  { id: '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e', name: 'Identity Governance Administrator', over: 'groups' },
  { id: '11451d60-acb2-45eb-a7d6-43d0f0125c13', name: 'Windows 365 Administrator', over: 'groups' },
];
