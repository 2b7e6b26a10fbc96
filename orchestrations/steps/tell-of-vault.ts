import * as z from 'zod';
import { vaultInTrouble } from '../../shared/alerts/wording';
import { lookAtVault } from '../../shared/posture/look-at-vault';
import { step } from '../durable';

/** Has a person hear of a vault whose keys could not be looked at, and looks whether it was deleted. */
export const tellOfVault = step({
  name: 'tellOfVault',
  input: z.object({ vault: z.string(), because: z.string() }),
  output: z.object({}),
  async run({ vault, because }, world) {
    await world.alerts.raise(vaultInTrouble(vault, because, world.now()));
    await lookAtVault(world, vault, { notOlderThan: world.now() });
    return {};
  },
});
