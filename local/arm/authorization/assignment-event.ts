import type { RoleAssignment } from './authorization';

interface Deletion {
  readonly id: string;
  readonly at: Date;
  readonly tenantId: string;
  /** What the token of whoever did it says of him. */
  readonly claims: Readonly<Record<string, string>>;
}

const action = 'Microsoft.Authorization/roleAssignments/delete';

/**
 * The event that Azure sends when an assignment is deleted: who did it, and not whose it was. Only subscriptions have events; of what
 * is assigned at a management group nothing is heard.
 */
export function assignmentDeleted(
  { id: name, scope }: Pick<RoleAssignment, 'id' | 'scope'>,
  { id, at, tenantId, claims }: Deletion,
): Record<string, unknown> | undefined {
  const [topic, subscriptionId] = /^\/subscriptions\/([^/]+)/i.exec(scope) ?? [];
  if (!subscriptionId) return undefined;
  const uri = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  return {
    id,
    topic,
    subject: uri,
    eventType: 'Microsoft.Resources.ResourceDeleteSuccess',
    eventTime: at.toISOString(),
    data: {
      authorization: { scope: uri, action },
      claims,
      resourceProvider: 'Microsoft.Authorization',
      resourceUri: uri,
      operationName: action,
      status: 'Succeeded',
      subscriptionId,
      tenantId,
    },
    dataVersion: '2',
    metadataVersion: '1',
  };
}
