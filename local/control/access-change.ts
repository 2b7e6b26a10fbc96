import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { tenantId } from '../estate/company';
import type { Estate } from './estate';

/** Body of `POST /local/access`: what an administrator does to somebody, by ids. `unassign` names a role assignment. */
export const AccessChange = z.union([
  z.strictObject({ remove: z.string() }),
  z.strictObject({ disable: z.string() }),
  z.strictObject({ leave: z.string(), group: z.string() }),
  z.strictObject({ unassign: z.string() }),
]);
type AccessChange = z.infer<typeof AccessChange>;

/** Does it, and has the events sent that Azure sends of it, if any. False where there is nothing to change. */
export function changeAccess(estate: Estate, change: AccessChange): boolean {
  if ('unassign' in change) return unassign(estate, change.unassign);
  const { graph } = estate;
  const { directory } = graph;
  if ('leave' in change) {
    const left = directory.leave(change.group, change.leave);
    if (left) graph.tellUpdated('groups', change.group);
    return left;
  }
  const id = 'remove' in change ? change.remove : change.disable;
  const found = directory.get(id);
  if (!found) return false;
  if ('remove' in change) directory.remove(id);
  else directory.put({ ...found, accountEnabled: false });
  if (found.kind === 'user') graph.tellUpdated('users', id);
  return true;
}

/** Only subscriptions have events: of what is assigned at a management group nothing is heard. Whose it was is not said. */
function unassign({ arm, tellOfAccess, now }: Estate, id: string): boolean {
  const assignment = arm.authorization.assignments.get(id);
  if (!assignment || !arm.authorization.revoke(id)) return false;
  const uri = `${assignment.scope}/providers/Microsoft.Authorization/roleAssignments/${id}`;
  const [topic, subscriptionId] = /^\/subscriptions\/([^/]+)/i.exec(assignment.scope) ?? [];
  if (!subscriptionId) return true;
  const operationName = 'Microsoft.Authorization/roleAssignments/delete';
  tellOfAccess({
    id: randomUUID(),
    topic,
    subject: uri,
    eventType: 'Microsoft.Resources.ResourceDeleteSuccess',
    eventTime: now().toISOString(),
    data: {
      authorization: { scope: uri, action: operationName },
      claims: { name: 'an administrator' },
      resourceProvider: 'Microsoft.Authorization',
      resourceUri: uri,
      operationName,
      status: 'Succeeded',
      subscriptionId,
      tenantId,
    },
    dataVersion: '2',
    metadataVersion: '1',
  });
  return true;
}
