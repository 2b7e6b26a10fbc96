/**
 * Built-in roles that let somebody carry keys out of a vault, or bring copies in. Source: "Azure built-in roles" for security. A
 * company's own roles come beside them by a setting.
 */
export const carryingRoles: Readonly<Record<string, string>> = {
  'Key Vault Administrator': '00482a5a-887f-4fb3-b363-3b7fe8e74483',
  'Key Vault Crypto Officer': '14b46e9e-c2b7-41b4-b07b-48a6ebf60603',
  'Key Vault Crypto User': '12338af0-0e69-4776-bea7-57ae8d297424',
  'Key Vault Crypto Service Release User': '08bbd89e-9f13-488c-ac41-acfcb10c90ab',
};

const provider = 'Microsoft.Authorization/roleAssignments';

/** All that the identity may do which takes backup rights away, at vaults. No write: it can give nobody anything. */
export const containActions = { take: `${provider}/delete`, read: `${provider}/read` };

/**
 * What keeps the identity to assignments of these roles to people and groups of people, never to a service, and never to `own`:
 * Azure itself refuses the rest. The template writes the same text. Version 2.0; attributes of a deletion and their operators:
 * "Authorization actions and attributes" of Azure ABAC.
 */
export const containCondition = ({ roles, own }: { roles: readonly string[]; own: readonly string[] }): string => {
  const its = (attribute: string) => `@Resource[${provider}:${attribute}]`;
  const rules = [
    `${its('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${roles.join(', ')}}`,
    `${its('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {'User', 'Group'}`,
    `${its('PrincipalId')} ForAnyOfAllValues:GuidNotEquals {${own.join(', ')}}`,
  ];
  return `((!(ActionMatches{'${containActions.take}'})) OR (${rules.join(' AND ')}))`;
};
