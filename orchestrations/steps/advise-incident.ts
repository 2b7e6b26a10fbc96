import * as z from 'zod';
import { adviseKey } from '../../shared/incidents/advise-key';
import { KeyUrl } from '../../shared/keys/key-url';
import { member } from '../durable';

/** Searches the audit log of one key for what speaks for another mode, and writes that down. */
export const adviseIncident = member({
  name: 'adviseIncident',
  input: z.object({ incidentId: z.string(), key: KeyUrl }),
  output: z.object({}),
  async run({ incidentId, key }, world) {
    const advice = await adviseKey(world, key);
    await world.incidents.noteKey(incidentId, key, (stored) => stored && { ...stored, advice });
    return {};
  },
});
