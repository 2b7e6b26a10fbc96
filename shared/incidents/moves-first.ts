import type { RotationRecord } from '../rotations/record';
import type { World } from '../world';

/** So long at most the retirements of an incident's first keys wait for its last. */
const patienceMs = 5 * 60_000;

/**
 * Whether the retirement after a rotation of an incident had better wait: as long as others of its keys are not proven, what Azure
 * lets us ask goes to moving those. Bounded, because an incident may also wait for a slow service, or for a person.
 */
export async function isForMovesFirst(
  { incidents, now }: Pick<World, 'incidents' | 'now'>,
  { incidentId, closedAt }: Pick<RotationRecord, 'incidentId' | 'closedAt'>,
): Promise<boolean> {
  if (incidentId === undefined || closedAt === undefined) return false;
  if (now().getTime() - Date.parse(closedAt) >= patienceMs) return false;
  const incident = await incidents.get(incidentId);
  return incident !== undefined && incident.provenAt === undefined;
}
