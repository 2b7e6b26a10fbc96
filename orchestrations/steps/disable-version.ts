import * as z from 'zod';
import { retirementDone } from '../../shared/alerts/wording';
import { recordOf } from '../../shared/rotations/record-of';
import { step } from '../durable';

/** Disables one version that the gate has cleared. It can be enabled again at any time; nothing is deleted. */
export const disableVersion = step({
  name: 'disableVersion',
  input: z.object({ rotationId: z.string(), version: z.string() }),
  output: z.object({}),
  async run({ rotationId, version }, world) {
    const record = await recordOf(world, rotationId);
    await world.keys.disable(record.key, version);
    const at = world.now().toISOString();
    await world.records.noteStep(rotationId, { name: `retire ${version}`, at, outcome: 'disabled' });
    await world.records.noteRetirement(rotationId, { ...record.retirement, state: 'retired', at, reasons: [] });
    await world.alerts.raise(retirementDone(record));
    return {};
  },
});
