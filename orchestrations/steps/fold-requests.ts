import * as z from 'zod';
import { madeBy } from '../../shared/keys/key-version';
import { cleanKeyFor } from '../../shared/rotations/clean-key';
import { foldable } from '../../shared/rotations/foldable';
import { leftToRetire } from '../../shared/rotations/left-to-retire';
import { cleanVaultOf, isEmergency, newDataKeysSince, type RotationRequest } from '../../shared/rotations/request';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** Takes up requests that came since the rotation began, as long as it has made no version. An emergency makes it one. */
export const foldRequests = step({
  name: 'foldRequests',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ emergency: z.boolean() }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    // After a crash the version may be there although the record does not know it yet.
    const to = record.to ?? madeBy(await world.keys.versions(record.key), rotationId)?.version;
    const folded = foldable({ mode: record.mode, to }, await world.requests.open(record.key));
    await world.requests.take(folded, rotationId);

    const suspect = newDataKeysSince(folded);
    if (suspect.newDataKeysSince) await world.records.update(rotationId, suspect);

    if (to === undefined) await turnToCleanKey(world, record, await world.requests.takenBy(rotationId));

    const emergency = folded.find(({ cause }) => isEmergency(cause));
    if (emergency && !isEmergency(record.cause)) {
      const { cause, reason, requestedBy, incidentId } = emergency;
      const earlier = (await world.records.ofKey(record.key)).filter(({ id }) => id !== rotationId);
      const retires = [...new Set([...leftToRetire(earlier, { emergency: true }), ...record.retires])];
      await world.records.update(rotationId, { cause, reason, requestedBy, incidentId, retires });
      await world.records.noteStep(rotationId, {
        name: 'became an emergency',
        at: world.now().toISOString(),
        outcome: reason,
      });
    }
    return { emergency: emergency !== undefined || isEmergency(record.cause) };
  },
});

/** As long as no version is made, the rotation can become one to a new key; those taken by an earlier run of this step count. */
async function turnToCleanKey(
  world: World,
  { id, key, toKey, retires }: RotationRecord,
  taken: readonly RotationRequest[],
): Promise<void> {
  const vault = cleanVaultOf(taken);
  if (vault === undefined || toKey) return;
  const clean = await cleanKeyFor(world, { key, vault, rotationId: id });
  const all = (await world.keys.versions(key)).map(({ version }) => version);
  await world.records.update(id, { toKey: clean, retires: [...new Set([...retires, ...all])] });
}
