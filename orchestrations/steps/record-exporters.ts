import * as z from 'zod';
import { lookAtExporters } from '../../shared/incidents/look-at-exporters';
import { vaultOf } from '../../shared/keys/key-url';
import { step } from '../durable';

/** Writes down, once for each vault of an incident, who could carry keys out of it: a person takes that away, and it is evidence. */
export const recordExporters = step({
  name: 'recordExporters',
  input: z.object({ incidentId: z.string() }),
  output: z.object({}),
  async run({ incidentId }, world) {
    const incident = await world.incidents.get(incidentId);
    if (!incident) return {};
    const keys = await world.incidents.keys(incidentId);
    const known = new Set(incident.exporters.map(({ vault }) => vault));
    const vaults = [...new Set(keys.map(({ key }) => vaultOf(key)))].filter((vault) => !known.has(vault));
    if (vaults.length === 0) return {};
    const found = await lookAtExporters(world, vaults);
    await world.incidents.note(incidentId, (stored) => {
      if (!stored) return undefined;
      const there = new Set(stored.exporters.map(({ vault }) => vault));
      return { ...stored, exporters: [...stored.exporters, ...found.filter(({ vault }) => !there.has(vault))] };
    });
    return {};
  },
});
