import * as z from 'zod';
import { retirementDone } from '../../shared/alerts/wording';
import { recordOf } from '../../shared/rotations/record-of';
import { refuseWhenChanged } from '../../shared/rotations/refuse-when-changed';
import { releaseFormer } from '../../shared/rotations/release-former';
import { step } from '../durable';

/**
 * Disables one version that the gate has cleared, without a trial. It can be enabled again at any time; nothing is deleted.
 * The retirement is over with the last one. Throws when the key has changed since the gate was asked.
 */
export const disableVersion = step({
  name: 'disableVersion',
  input: z.object({ rotationId: z.string(), version: z.string() }),
  output: z.object({}),
  async run({ rotationId, version }, world) {
    const record = await recordOf(world, rotationId);
    await refuseWhenChanged(world, record, version);
    await releaseFormer(world, record, version);
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
