import * as z from 'zod';
import { vaultInTrouble } from '../../shared/alerts/wording';
import { step } from '../durable';

/** Has a person hear of a vault whose keys could not be looked at. */
export const tellOfVault = step({
  name: 'tellOfVault',
  input: z.object({ vault: z.string(), because: z.string() }),
  output: z.object({}),
  async run({ vault, because }, world) {
    await world.alerts.raise(vaultInTrouble(vault, because, world.now()));
    return {};
  },
});
