import * as z from 'zod';
import { backupFailed } from '../../shared/alerts/wording';
import { messageOf } from '../../shared/errors';
import { keepBackup } from '../../shared/evidence/keep-backup';
import { classOf } from '../../shared/policy/class-of';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import { isEmergency } from '../../shared/rotations/request';
import { targetOf } from '../../shared/rotations/target-of';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** Keeps a backup that holds the new version. The caller decides what a failure means; an emergency goes on and a person hears. */
export const backUpKey = step({
  name: 'backUpKey',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ failed: z.string().optional() }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const outcome = await backUp(world, record);
    await world.records.noteStep(rotationId, {
      name: 'back up key',
      at: world.now().toISOString(),
      outcome: outcome.failed ?? outcome.done,
    });
    if (outcome.failed === undefined) return {};
    if (isEmergency(record.cause)) await world.alerts.raise(backupFailed(record, outcome.failed));
    return { failed: `The key could not be backed up: ${outcome.failed}` };
  },
});

async function backUp(
  world: World,
  record: RotationRecord,
): Promise<{ done: string; failed?: undefined } | { failed: string }> {
  const { id, key } = record;
  const target = targetOf(record);
  const rules = classOf(await world.policy(), key, (await world.keys.versions(key)).at(-1)?.tags ?? {});
  if (rules?.backup === false) return { done: 'not wanted by the policy' };
  try {
    await keepBackup(world, id, target);
    return { done: 'kept' };
  } catch (error) {
    return { failed: messageOf(error) };
  }
}
