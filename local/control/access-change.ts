import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { assignmentDeleted } from '../arm/authorization/assignment-event';
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
  // Of applications and managed identities there are no events.
  if (found.kind !== 'servicePrincipal') graph.tellUpdated(`${found.kind}s`, id);
  return true;
}

function unassign({ arm, tellOfAccess, now }: Estate, id: string): boolean {
  const assignment = arm.authorization.assignments.get(id);
  if (!assignment || !arm.authorization.revoke(id)) return false;
  const claims = { name: 'an administrator' };
  const event = assignmentDeleted(assignment, { id: randomUUID(), at: now(), tenantId, claims });
  if (event) tellOfAccess(event);
  return true;
}
