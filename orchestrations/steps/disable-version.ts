import * as z from 'zod';
import { retirementDone } from '../../shared/alerts/wording';
import { byAge } from '../../shared/keys/key-version';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import type { World } from '../../shared/world';
import { step } from '../durable';

/**
 * Disables one version that the gate has cleared. It can be enabled again at any time; nothing is deleted. The retirement is
 * over with the last one. Throws when the key has changed since the gate was asked: the engine may deliver this late.
 */
export const disableVersion = step({
  name: 'disableVersion',
  input: z.object({ rotationId: z.string(), version: z.string() }),
  output: z.object({}),
  async run({ rotationId, version }, world) {
    const record = await recordOf(world, rotationId);
    await refuseWhenChanged(world, record, version);
    await world.keys.disable(record.key, version);
    const at = world.now().toISOString();
    await world.records.noteStep(rotationId, { name: `retire ${version}`, at, outcome: 'disabled' });

    const left = (await world.keys.versions(record.key)).filter(
      ({ version: other, enabled }) => enabled && record.retires.includes(other),
    );
    if (left.length > 0) return {};
    await world.records.noteRetirement(rotationId, { ...record.retirement, state: 'retired', at, reasons: [] });
    await world.alerts.raise(retirementDone(record));
    return {};
  },
});

async function refuseWhenChanged(
  { keys, records }: World,
  { key, state }: RotationRecord,
  version: string,
): Promise<void> {
  if (state !== 'proven') {
    throw new Error(`Expected the rotation that replaced ${version} of ${key} to be proven, but it is ${state}`);
  }
  const current = (await keys.versions(key)).toSorted(byAge).at(-1);
  if (!current?.enabled || current.version === version) {
    throw new Error(`Expected a newer version of ${key} to be current and enabled before ${version} is disabled`);
  }
  if ((await records.ofKey(key)).some(({ closedAt }) => closedAt === undefined)) {
    throw new Error(`Expected no rotation of ${key} to be under way while ${version} is disabled, but one has begun`);
  }
}
