import * as z from 'zod';
import { madeBy } from '../../shared/keys/key-version';
import { foldable } from '../../shared/rotations/foldable';
import { leftToRetire } from '../../shared/rotations/left-to-retire';
import { isEmergency, newDataKeysSince } from '../../shared/rotations/request';
import { recordOf } from '../../shared/rotations/record-of';
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
