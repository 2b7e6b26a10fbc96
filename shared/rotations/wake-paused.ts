import type { Workflows, World } from '../world';
import { pauseOf } from './pause-of';
import type { RotationRecord } from './record';
import { rotationInstance } from './request-rotation';

/** Wakes those rotations that wait for a pause which holds them no longer. Each plans anew before it goes on. */
export async function wakePaused(
  world: Pick<World, 'pauses' | 'plans' | 'records' | 'now'> & { workflows: Workflows },
  rotations: readonly RotationRecord[],
): Promise<void> {
  for (const rotation of rotations.filter(({ closedAt, pausedBy }) => closedAt === undefined && pausedBy)) {
    if (!(await pauseOf(world, rotation))) await world.workflows.tell(rotationInstance(rotation.key), 'request', {});
  }
}
