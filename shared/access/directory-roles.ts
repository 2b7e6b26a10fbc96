/** What a role of the directory lets its holder take over. */
export interface DirectoryRole {
  readonly id: string;
  readonly name: string;
  readonly over: 'everything' | 'applications' | 'groups';
}

/**
 * Roles of Microsoft Entra ID, by template, whose holders reach keys without any assignment of theirs. Source: "Microsoft Entra
 * built-in roles". A Global Administrator elevates himself at the root scope and can always become administrator of a Managed
 * HSM; a Privileged Role Administrator makes himself Global Administrator. Groups that may bear roles of the directory are
 * beyond the administrators of groups and users; which ones these are is not looked at, so all are presumed within reach.
 */
export const directoryRoles: readonly DirectoryRole[] = [
  { id: '62e90394-69f5-4237-9190-012177145e10', name: 'Global Administrator', over: 'everything' },
  { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', name: 'Privileged Role Administrator', over: 'everything' },
  { id: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', name: 'Application Administrator', over: 'applications' },
  { id: '158c047a-c907-4556-b7ef-446551a6b5f7', name: 'Cloud Application Administrator', over: 'applications' },
  { id: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', name: 'Groups Administrator', over: 'groups' },
  { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', name: 'User Administrator', over: 'groups' },
];
